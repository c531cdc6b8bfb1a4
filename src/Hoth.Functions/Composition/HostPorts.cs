using Hoth.CloudProviders;
using Hoth.Functions.Tokens;
using Hoth.HttpJobs.Definitions;
using Hoth.Ports;
using Hoth.QaRuns.Runs;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Functions.Composition;

/// <summary>Everything that a host supplies to the functions. The Lambda program fills it from Hoth.Aws, the local host from SQLite and files, tests as they like.</summary>
public sealed record HostPorts
{
    /// <summary>Message queues.</summary>
    public required IQueue Queue { get; init; }

    /// <summary>Job records.</summary>
    public required IJobStore Jobs { get; init; }

    /// <summary>Small versioned documents.</summary>
    public required IDocumentStore Documents { get; init; }

    /// <summary>Feeds of events.</summary>
    public required IEventFeed Feeds { get; init; }

    /// <summary>Large bodies.</summary>
    public required IArtifactStore Artifacts { get; init; }

    /// <summary>Executions of state machines.</summary>
    public required IWorkflowStarter Workflows { get; init; }

    /// <summary>Credentials of the CSPs.</summary>
    public required ISecrets Secrets { get; init; }

    /// <summary>The CSPs that requests may name.</summary>
    public required CspDirectory Csps { get; init; }

    /// <summary>The asynchronous HTTP jobs that others refer to by name; read when the first function asks, for most never do.</summary>
    public Lazy<HttpJobDefinitions> HttpJobs { get; init; } = new(HttpJobDefinitions.Empty);

    /// <summary>What may be tested by QA runs.</summary>
    public QaSettings Qa { get; init; } = QaSettings.None;

    /// <summary>What tests operations for QA runs; null: it is done over HTTP.</summary>
    public IQaOperations? QaOperations { get; init; }

    /// <summary>Ids and jitter.</summary>
    public required IIds Ids { get; init; }

    /// <summary>The one clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where a test may stop the process.</summary>
    public IFaultPoints FaultPoints { get; init; } = NoFaultPoints.Instance;

    /// <summary>What is counted; a host that shows it listens.</summary>
    public HothMetrics Metrics { get; init; } = new();

    /// <summary>Where log entries go.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>Whose tokens are good; null: nobody's.</summary>
    public TokenSettings? Tokens { get; init; }

    /// <summary>The base of the URLs in answers, without a slash at its end (HOTH_PUBLIC_URL); null: taken from each request's context.</summary>
    public Uri? PublicUrl { get; init; }
}
