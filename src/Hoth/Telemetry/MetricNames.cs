namespace Hoth.Telemetry;

/// <summary>The names of Hoth's metrics, the same in CloudWatch (namespace "Hoth"), in Prometheus (with _ for .) and in alarms.</summary>
public static class MetricNames
{
    /// <summary>The meter, and the CloudWatch namespace.</summary>
    public const string Meter = "Hoth";

    /// <summary>Jobs accepted; by kind.</summary>
    public const string Accepted = "hoth.jobs.accepted";

    /// <summary>Requests that named a job accepted before; by kind.</summary>
    public const string Deduplicated = "hoth.jobs.deduplicated";

    /// <summary>Jobs that reached their end; by kind and outcome.</summary>
    public const string Terminal = "hoth.jobs.terminal";

    /// <summary>Seconds from acceptance to the end; by kind and outcome.</summary>
    public const string Duration = "hoth.jobs.duration";

    /// <summary>Jobs ended by their deadline (also counted as terminal); by kind.</summary>
    public const string DeadlineExceeded = "hoth.jobs.deadline_exceeded";

    /// <summary>Steps that the sweeper did because nobody else had; by kind.</summary>
    public const string Rescued = "hoth.jobs.rescued";

    /// <summary>Milliseconds of one call of a CSP, whatever came of it; by csp.</summary>
    public const string CspLatency = "hoth.csp.latency";

    /// <summary>Calls of a CSP that came to no usable answer, or to 408, 429 or 5xx; by csp.</summary>
    public const string CspErrors = "hoth.csp.errors";

    /// <summary>Seconds from the planned to the actual poll of a watched job; by kind.</summary>
    public const string PollLag = "hoth.watch.lag";

    /// <summary>Results delivered to a client for the first time; by kind.</summary>
    public const string Drained = "hoth.results.drained";

    /// <summary>Results delivered again; by kind.</summary>
    public const string Redelivered = "hoth.results.redelivered";
}

/// <summary>The names of their dimensions.</summary>
public static class MetricTags
{
    /// <summary>Cost or Provisioning.</summary>
    public const string Kind = "kind";

    /// <summary>SUCCEEDED, FAILED or CANCELLED.</summary>
    public const string Outcome = "outcome";

    /// <summary>The CSP's name in the directory.</summary>
    public const string Csp = "csp";
}
