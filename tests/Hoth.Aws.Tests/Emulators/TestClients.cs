using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SQS;
using Amazon.StepFunctions;

namespace Hoth.Aws.Tests.Emulators;

/// <summary>SDK clients for an endpoint that takes any credentials.</summary>
public static class TestClients
{
    /// <summary>Signs with it; no emulator checks.</summary>
    public const string Region = "us-gov-west-1";

    private static BasicAWSCredentials Credentials { get; } = new("test", "test");

    public static AmazonDynamoDBClient DynamoDb(Uri endpoint) => new(Credentials, At(endpoint, AwsClients.DynamoDbConfig()));

    public static AmazonS3Client S3(Uri endpoint) => new(Credentials, At(endpoint, AwsClients.S3Config(pathStyle: true)));

    public static AmazonSQSClient Sqs(Uri endpoint) => new(Credentials, At(endpoint, AwsClients.SqsConfig()));

    public static AmazonSecretsManagerClient SecretsManager(Uri endpoint) => new(Credentials, At(endpoint, AwsClients.SecretsManagerConfig()));

    public static AmazonStepFunctionsClient StepFunctions(Uri endpoint) => new(Credentials, At(endpoint, AwsClients.StepFunctionsConfig()));

    private static T At<T>(Uri endpoint, T config)
        where T : ClientConfig
    {
        config.ServiceURL = endpoint.ToString();
        // An emulator on a busy machine is slower than AWS; AwsCall still bounds the whole call.
        config.Timeout = TimeSpan.FromSeconds(60);
        config.AuthenticationRegion = Region;
        return config;
    }
}
