using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Hoth.Functions.Catalog;
using Hoth.Infra.Configuration;
using Hoth.Ports;

namespace Hoth.Infra;

/// <summary>The queues of <see cref="Queues.All"/>, standard ones (docs/adr/0005-standard-queues.md), each with its dead-letter queue.</summary>
internal sealed class HothQueues : Construct
{
    /// <summary>AWS recommends six times the function's timeout: time for the retries of a throttled event source.</summary>
    private const int TimeoutsPerVisibility = 6;

    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);

    public HothQueues(Construct scope, DeploymentOptions options, FunctionCatalog catalog, IKey key)
        : base(scope, "Queues")
    {
        foreach (var definition in Queues.All)
        {
            var deadLetter = Create(options, Queues.DeadLetter(definition.Name), key, new QueueProps());
            // By name, since the queue itself names its dead-letter queue.
            ((CfnQueue)deadLetter.Node.DefaultChild!).RedriveAllowPolicy = new Dictionary<string, object>
            {
                ["redrivePermission"] = "byQueue",
                ["sourceQueueArns"] = new[] { Arns.Of("sqs", NameOf(options, definition.Name)) },
            };
            Create(options, definition.Name, key, new QueueProps
            {
                VisibilityTimeout = VisibilityOf(definition.Name, catalog),
                DeadLetterQueue = new DeadLetterQueue { Queue = deadLetter, MaxReceiveCount = definition.MaxReceiveCount },
            });
        }

        FailedEvents = Create(options, "FailedEvents", key, new QueueProps());
        _queues.Remove("FailedEvents");
    }

    /// <summary>Events and schedules whose function failed or could not be invoked.</summary>
    public Queue FailedEvents { get; }

    /// <summary>A queue of <see cref="Queues.All"/>, or its dead-letter queue, by its logical name.</summary>
    public Queue this[string name] => _queues[name];

    /// <summary>Every queue and dead-letter queue of <see cref="Queues.All"/> by its logical name.</summary>
    public IReadOnlyDictionary<string, Queue> All => _queues;

    private static string NameOf(DeploymentOptions options, string queue) => $"{options.StackName}-{queue}";

    private Queue Create(DeploymentOptions options, string name, IKey key, QueueProps props) => _queues[name] = new Queue(this, name, new QueueProps
    {
        QueueName = NameOf(options, name),
        RetentionPeriod = Duration.Seconds(QueueDefinition.Retention.TotalSeconds),
        Encryption = QueueEncryption.KMS,
        EncryptionMasterKey = key,
        DataKeyReuse = Duration.Hours(1),
        EnforceSSL = true,
        VisibilityTimeout = props.VisibilityTimeout,
        DeadLetterQueue = props.DeadLetterQueue,
        RemovalPolicy = RemovalPolicy.DESTROY,
    });

    private static Duration VisibilityOf(string queue, FunctionCatalog catalog) => Duration.Seconds(TimeoutsPerVisibility * catalog.All
        .Where(f => f.Queue?.Name == queue || f.Uses.Any(u => u.Resource == queue && u.Access.HasFlag(Access.Receive)))
        .Max(f => f.Timeout.TotalSeconds));
}
