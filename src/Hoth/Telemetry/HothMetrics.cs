using System.Diagnostics.Metrics;
using Hoth.CloudProviders;
using Hoth.Jobs;

namespace Hoth.Telemetry;

/// <summary>
/// What Hoth counts. One per host, not static, so that hosts in one process (tests) do not count each other's jobs. Nobody listening
/// costs next to nothing. Tags go from the general to the special: a listener may leave out the last ones.
/// </summary>
public sealed class HothMetrics : IDisposable
{
    private static readonly InstrumentAdvice<double> Milliseconds = new() { HistogramBucketBoundaries = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000] };
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 7_200, 86_400, 259_200] };

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _deduplicated;
    private readonly Counter<long> _terminal;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _deadlineExceeded;
    private readonly Counter<long> _rescued;
    private readonly Histogram<double> _cspLatency;
    private readonly Counter<long> _cspErrors;
    private readonly Histogram<double> _pollLag;
    private readonly Counter<long> _drained;
    private readonly Counter<long> _redelivered;

    /// <summary>Creates the instruments.</summary>
    public HothMetrics()
    {
        Meter = new Meter(MetricNames.Meter);
        _accepted = Meter.CreateCounter<long>(MetricNames.Accepted, description: "Jobs accepted");
        _deduplicated = Meter.CreateCounter<long>(MetricNames.Deduplicated, description: "Requests that named a job accepted before");
        _terminal = Meter.CreateCounter<long>(MetricNames.Terminal, description: "Jobs that reached their end");
        _duration = Meter.CreateHistogram(MetricNames.Duration, "s", "From acceptance to the end", null, Seconds);
        _deadlineExceeded = Meter.CreateCounter<long>(MetricNames.DeadlineExceeded, description: "Jobs ended by their deadline");
        _rescued = Meter.CreateCounter<long>(MetricNames.Rescued, description: "Steps that the sweeper did because nobody else had");
        _cspLatency = Meter.CreateHistogram(MetricNames.CspLatency, "ms", "One call of a CSP", null, Milliseconds);
        _cspErrors = Meter.CreateCounter<long>(MetricNames.CspErrors, description: "Calls of a CSP without a usable answer, or with 408, 429 or 5xx");
        _pollLag = Meter.CreateHistogram(MetricNames.PollLag, "s", "From the planned to the actual poll of a watched job", null, Seconds);
        _drained = Meter.CreateCounter<long>(MetricNames.Drained, description: "Results delivered for the first time");
        _redelivered = Meter.CreateCounter<long>(MetricNames.Redelivered, description: "Results delivered again");
    }

    /// <summary>Whom listeners listen to.</summary>
    public Meter Meter { get; }

    /// <inheritdoc />
    public void Dispose() => Meter.Dispose();

    internal void JobAccepted(JobKind kind) => _accepted.Add(1, Tag(kind));

    internal void JobReplayed(JobKind kind) => _deduplicated.Add(1, Tag(kind));

    internal void JobEnded(JobRecord job)
    {
        var outcome = new KeyValuePair<string, object?>(MetricTags.Outcome, JobResult.OutcomeOf(job.Status));
        _terminal.Add(1, Tag(job.Kind), outcome);
        _duration.Record((job.FinishedAt!.Value - job.CreatedAt).TotalSeconds, Tag(job.Kind), outcome);
        if (job.Error?.Code == JobErrorCodes.DeadlineExceeded) _deadlineExceeded.Add(1, Tag(job.Kind));
    }

    internal void JobRescued(JobKind kind) => _rescued.Add(1, Tag(kind));

    internal void CspCalled(string csp, CspOutcome outcome, TimeSpan elapsed)
    {
        var tag = new KeyValuePair<string, object?>(MetricTags.Csp, csp);
        _cspLatency.Record(elapsed.TotalMilliseconds, tag);
        if (outcome is CspOutcome.Failed || outcome.IsTransient) _cspErrors.Add(1, tag);
    }

    internal void JobPolled(JobKind kind, TimeSpan lag) => _pollLag.Record(lag.TotalSeconds, Tag(kind));

    internal void ResultDelivered(JobKind kind, bool again) => (again ? _redelivered : _drained).Add(1, Tag(kind));

    private static KeyValuePair<string, object?> Tag(JobKind kind) => new(MetricTags.Kind, kind.ToString());
}
