using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Reports;

/// <summary>
/// Report jobs go to the report queue and stay on it, watched, until they have ended: one watcher does all of their work, a step at a time. Their
/// results are fetched from the job resource.
/// </summary>
public sealed class ReportJobType(IQueue queue) : IJobType
{
    /// <inheritdoc />
    public JobKind Kind => JobKind.Report;

    /// <inheritdoc />
    public TimeSpan Deadline { get; } = TimeSpan.FromHours(2);

    /// <inheritdoc />
    public TimeSpan Lifetime { get; } = TimeSpan.FromDays(30);

    /// <inheritdoc />
    public string? ResultQueue => null;

    /// <inheritdoc />
    public bool IsWatchedFromStart => true;

    /// <inheritdoc />
    public bool CanBeCancelled => true;

    /// <inheritdoc />
    public Task DispatchAsync(JobRecord job, CancellationToken cancellationToken) =>
        queue.SendAsync(
            Queues.Reports,
            JobMessage.Of(job),
            cancellationToken);
}
