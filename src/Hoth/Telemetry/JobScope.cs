using System.Collections;
using Hoth.Jobs;

namespace Hoth.Telemetry;

/// <summary>What every log line of a job's step carries. Found out with the first line that is written: most steps write none.</summary>
internal sealed class JobScope(JobRecord job, string? operation) : IEnumerable<KeyValuePair<string, object?>>
{
    private List<KeyValuePair<string, object?>>? _values;

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => (_values ??= Values()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<KeyValuePair<string, object?>> Values()
    {
        var values = new List<KeyValuePair<string, object?>>(7)
        {
            new("JobId", job.JobId),
            new("Kind", job.Kind),
            new("Portfolio", JobStep.HashOf(job.GroupId)),
            new("Attempt", job.Attempt),
        };
        if (job.Csp is not null) values.Add(new("Csp", job.Csp));
        if (operation is not null) values.Add(new("Operation", operation));
        if (JobStep.TraceIdOf(job.TraceParent) is { } traceId) values.Add(new("TraceId", traceId));
        return values;
    }
}
