using Amazon.DynamoDBv2;
using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SQS;
using Hoth.Aws.DynamoDb;
using Hoth.Aws.Sqs;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>The ports that AWS implements, for the Lambda program.</summary>
/// <remarks>
/// A client is made when its port is first used: a DynamoDB client alone costs 13 ms of a cold start, and no function needs all of them.
/// </remarks>
public sealed class AwsPorts
{
    private readonly Lazy<IQueue> queue;
    private readonly Lazy<IAmazonDynamoDB> dynamo;
    private readonly Lazy<IArtifactStore> artifacts;
    private readonly Lazy<ISecrets> secrets;

    private AwsPorts(AwsSettings settings, IIds ids, TimeProvider clock)
    {
        queue = new(() => new SqsQueue(new AmazonSQSClient(AwsClients.SqsConfig()), settings.QueueUrls));
        dynamo = new(() => new AmazonDynamoDBClient(AwsClients.DynamoDbConfig()));
        artifacts = new(() => new S3ArtifactStore(new AmazonS3Client(AwsClients.S3Config(settings.CustomEndpoint)), settings.Bucket, clock));
        secrets = new(() => new SecretsManagerSecrets(new AmazonSecretsManagerClient(AwsClients.SecretsManagerConfig())));
        Settings = settings;
        Ids = ids;
        Clock = clock;
    }

    /// <summary>What the environment said.</summary>
    public AwsSettings Settings { get; }

    /// <summary>SQS.</summary>
    public IQueue Queue => queue.Value;

    /// <summary>DynamoDB.</summary>
    public IJobStore Jobs => new DynamoJobStore(dynamo.Value, Settings.Table, Ids, Clock);

    /// <summary>DynamoDB.</summary>
    public IDocumentStore Documents => new DynamoDocumentStore(dynamo.Value, Settings.Table, Ids, Clock);

    /// <summary>S3.</summary>
    public IArtifactStore Artifacts => artifacts.Value;

    /// <summary>Secrets Manager.</summary>
    public ISecrets Secrets => secrets.Value;

    private IIds Ids { get; }

    private TimeProvider Clock { get; }

    /// <summary>Makes the ports from the process's environment variables (<see cref="AwsSettings"/>); calls nobody.</summary>
    /// <param name="ids">Ids and jitter.</param>
    /// <param name="clock">Decides what has expired.</param>
    /// <exception cref="AwsSettingsException">The environment is incomplete or wrong; names every violation.</exception>
    public static AwsPorts FromEnvironment(IIds ids, TimeProvider clock) =>
        new(AwsSettings.Read(Environment.GetEnvironmentVariable), ids, clock);
}
