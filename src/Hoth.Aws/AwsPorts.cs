using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SQS;
using Amazon.StepFunctions;
using Hoth.Aws.DynamoDb;
using Hoth.Aws.Sqs;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>The ports that AWS implements, for the Lambda program.</summary>
/// <remarks>
/// A client is made at the first call that needs it, not with its port: a host supplies every port to every function, a DynamoDB
/// client alone costs 13 ms of a cold start, and no function needs all of them.
/// </remarks>
public sealed class AwsPorts
{
    private readonly Lazy<IAmazonSQS> sqs;
    private readonly Lazy<IAmazonDynamoDB> dynamo;
    private readonly Lazy<IAmazonS3> s3;
    private readonly Lazy<IAmazonStepFunctions> stepFunctions;
    private readonly Lazy<IAmazonSecretsManager> secrets;

    /// <summary>Makes the ports.</summary>
    /// <param name="settings">Where everything is.</param>
    /// <param name="ids">Ids and jitter.</param>
    /// <param name="clock">Decides what has expired.</param>
    /// <param name="http">Makes the clients' HTTP clients; null: the SDK does.</param>
    internal AwsPorts(AwsSettings settings, IIds ids, TimeProvider clock, HttpClientFactory? http = null)
    {
        sqs = new(() => new AmazonSQSClient(On(AwsClients.SqsConfig(), http)));
        dynamo = new(() => new AmazonDynamoDBClient(On(AwsClients.DynamoDbConfig(), http)));
        s3 = new(() => new AmazonS3Client(On(AwsClients.S3Config(settings.CustomEndpoint), http)));
        stepFunctions = new(() => new AmazonStepFunctionsClient(On(AwsClients.StepFunctionsConfig(), http)));
        secrets = new(() => new AmazonSecretsManagerClient(On(AwsClients.SecretsManagerConfig(), http)));
        Settings = settings;
        Queue = new SqsQueue(sqs, settings.QueueUrls);
        Jobs = new DynamoJobStore(dynamo, settings.Table, ids, clock);
        Documents = new DynamoDocumentStore(dynamo, settings.Table, ids, clock);
        Feeds = new DynamoEventFeed(dynamo, settings.Table, ids, clock);
        Artifacts = new S3ArtifactStore(s3, settings.Bucket, clock);
        Workflows = new StepFunctionsStarter(stepFunctions, settings.StateMachineArns);
        Secrets = new SecretsManagerSecrets(secrets);
    }

    /// <summary>What the environment said.</summary>
    public AwsSettings Settings { get; }

    /// <summary>SQS.</summary>
    public IQueue Queue { get; }

    /// <summary>DynamoDB.</summary>
    public IJobStore Jobs { get; }

    /// <summary>DynamoDB.</summary>
    public IDocumentStore Documents { get; }

    /// <summary>DynamoDB.</summary>
    public IEventFeed Feeds { get; }

    /// <summary>S3.</summary>
    public IArtifactStore Artifacts { get; }

    /// <summary>Step Functions.</summary>
    public IWorkflowStarter Workflows { get; }

    /// <summary>Secrets Manager.</summary>
    public ISecrets Secrets { get; }

    /// <summary>How many clients were made so far.</summary>
    internal int Clients => new[] { sqs.IsValueCreated, dynamo.IsValueCreated, s3.IsValueCreated, stepFunctions.IsValueCreated, secrets.IsValueCreated }.Count(made => made);

    private static T On<T>(T config, HttpClientFactory? http)
        where T : ClientConfig
    {
        if (http is not null) config.HttpClientFactory = http;
        return config;
    }

    /// <summary>Begins, on a thread of its own, what only the first call of the SDK takes long for; calls nobody. For the first line of a program that wants to start soon.</summary>
    /// <param name="ids">Ids and jitter.</param>
    /// <param name="clock">The clock.</param>
    public static void WarmUp(IIds ids, TimeProvider clock) => SdkWarmUp.Start(ids, clock);

    /// <summary>Makes the ports from the process's environment variables (<see cref="AwsSettings"/>); calls nobody.</summary>
    /// <param name="ids">Ids and jitter.</param>
    /// <param name="clock">Decides what has expired.</param>
    /// <exception cref="AwsSettingsException">The environment is incomplete or wrong; names every violation.</exception>
    public static AwsPorts FromEnvironment(IIds ids, TimeProvider clock) => new(ReadSettings(), ids, clock);

    /// <exception cref="AwsSettingsException">The environment is incomplete or wrong; names every violation.</exception>
    internal static AwsSettings ReadSettings()
    {
        var settings = AwsSettings.Read(Environment.GetEnvironmentVariable);
        // The SDK looks for the region in an app.config first and throws (and catches) an exception when it is not there: 10 ms of a cold start.
        AWSConfigs.AWSRegion = settings.Region;
        return settings;
    }
}
