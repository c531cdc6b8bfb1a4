using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SQS;
using Amazon.StepFunctions;

namespace Hoth.Aws;

/// <summary>
/// SDK client settings with retries and timeouts that fit a front-door function of 10 s (the defaults, 10 retries for DynamoDB
/// and 100 s a try, do not). Credentials, region, endpoints, FIPS and dual-stack come from the environment, as the SDK reads it.
/// </summary>
public static class AwsClients
{
    /// <summary>For DynamoDB: 2 s a try.</summary>
    public static AmazonDynamoDBConfig DynamoDbConfig() => Limited(new AmazonDynamoDBConfig(), TimeSpan.FromSeconds(2));

    /// <summary>For S3: 60 s a try, because it carries bodies; <see cref="AwsCall"/> bounds the calls that do not.</summary>
    /// <param name="pathStyle">Name buckets in the path.</param>
    public static AmazonS3Config S3Config(bool pathStyle)
    {
        var config = Limited(new AmazonS3Config(), TimeSpan.FromSeconds(60));
        config.ForcePathStyle = pathStyle;
        return config;
    }

    /// <summary>For SQS: 25 s a try, because a receive may wait for 20; <see cref="AwsCall"/> bounds the calls that do not.</summary>
    public static AmazonSQSConfig SqsConfig() => Limited(new AmazonSQSConfig(), TimeSpan.FromSeconds(25));

    /// <summary>For Secrets Manager: 3 s a try.</summary>
    public static AmazonSecretsManagerConfig SecretsManagerConfig() => Limited(new AmazonSecretsManagerConfig(), TimeSpan.FromSeconds(3));

    /// <summary>For Step Functions: 3 s a try.</summary>
    public static AmazonStepFunctionsConfig StepFunctionsConfig() => Limited(new AmazonStepFunctionsConfig(), TimeSpan.FromSeconds(3));

    /// <summary>3 tries with jitter (the SDK's standard mode), so long each.</summary>
    private static T Limited<T>(T config, TimeSpan timeout)
        where T : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = 2;
        config.Timeout = timeout;
        return config;
    }
}
