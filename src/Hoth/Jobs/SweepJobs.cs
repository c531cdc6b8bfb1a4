using Hoth.Ports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Jobs;

/// <summary>
/// Does again what was begun and never marked as done, ends jobs whose deadline has passed, refreshes results that nobody drains,
/// strips expired records. Idempotent; two sweepers at once only repeat each other. A request that is on its queue is never sent
/// again: a backlog is no loss.
/// </summary>
public sealed class SweepJobs(IJobStore jobs, AcceptJob accept, FinishJob finish, JobBodies bodies, TimeProvider time, HothMetrics metrics, ILogger<SweepJobs> logger)
{
    private const int PageSize = 500;

    /// <summary>How many records are swept side by side.</summary>
    private const int Parallelism = 16;

    /// <summary>A record that could not be helped now is looked at again after this long.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>Sweeps everything that is due.</summary>
    /// <param name="afterRestart">
    /// True when no other process can be at work on these jobs (the single-machine host has just started): outbox steps that were not
    /// marked are then lost for sure and are done at once, not after <see cref="JobLifecycle.OutboxGrace"/>.
    /// </param>
    /// <param name="cancellationToken">Stops between records; what was done by then is reported.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="PortUnavailableException">The due records could not be listed.</exception>
    public async Task<SweepReport> ExecuteAsync(bool afterRestart, CancellationToken cancellationToken)
    {
        var done = new List<SweepAction>();
        try
        {
            await SweepAllAsync(afterRestart, done, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Out of time: the next sweep goes on where this one ends.
        }

        var report = new SweepReport(done);
        if (report.Any) Log.Swept(logger, report.HandedOver, report.DeadlineExceeded, report.ResultsEnqueued, report.ResultsRefreshed, report.Stripped, report.Failed);
        return report;
    }

    private async Task SweepAllAsync(bool afterRestart, List<SweepAction> done, CancellationToken cancellationToken)
    {
        var upTo = time.GetUtcNow() + (afterRestart ? JobLifecycle.OutboxGrace : TimeSpan.Zero);
        DueCursor? next = null;
        do
        {
            var due = await jobs.ListDueAsync(upTo, next, PageSize, cancellationToken);
            next = due.Next;
            foreach (var chunk in due.Jobs.Chunk(Parallelism))
            {
                done.AddRange(await Task.WhenAll(chunk.Select(j => SweepAsync(j, afterRestart, cancellationToken))));
            }
        }
        while (next is not null);
    }

    private async Task<SweepAction> SweepAsync(JobRecord listed, bool afterRestart, CancellationToken cancellationToken)
    {
        try
        {
            // The listing may be old; what is done depends on the record as it is now.
            if (await jobs.FindAsync(listed.JobId, cancellationToken) is not { } job) return SweepAction.None;
            using var step = JobStep.Begin(logger, nameof(SweepJobs), job);
            var action = await HelpAsync(job, afterRestart, cancellationToken);
            // A refreshed result is none that a function left undone: nobody drained it.
            if (action is SweepAction.HandedOver or SweepAction.DeadlineExceeded or SweepAction.ResultEnqueued) metrics.JobRescued(job.Kind);
            return action;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One bad record harms only itself: the next one is swept all the same.
            Log.SweepFailed(logger, listed.JobId, listed.Kind, e.GetType().Name);
            await PostponeAsync(listed, cancellationToken);
            return SweepAction.Failed;
        }
    }

    private async Task<SweepAction> HelpAsync(JobRecord job, bool afterRestart, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        switch (job)
        {
            case { IsTerminal: false } when now >= JobLifecycle.EndedBySweeperAt(job):
                await finish.ExecuteAsync(job, JobEnding.DeadlineExceeded, cancellationToken);
                return SweepAction.DeadlineExceeded;
            case { IsTerminal: false, EnqueuedAt: null } when afterRestart || now >= job.CreatedAt + JobLifecycle.OutboxGrace:
                await accept.HandOverAsync(job, cancellationToken);
                return SweepAction.HandedOver;
            case { IsTerminal: false, Poll: { EnqueuedAt: null } } when afterRestart || now >= job.LastUpdatedAt + JobLifecycle.OutboxGrace:
            case { IsTerminal: false, Poll: { } poll } when now >= poll.NextAt + JobLifecycle.WatchLoss:
                await accept.HandOverAsync(job, cancellationToken);
                return SweepAction.HandedOver;
            case { IsTerminal: true } when now >= job.ExpiresAt:
                await bodies.DeleteAsync(job.Answer?.Body, cancellationToken);
                await bodies.DeleteAsync(job.Work, cancellationToken);
                await bodies.DeleteAsync(job.Request, cancellationToken);
                await bodies.DeleteAsync(job.Result, cancellationToken);
                await bodies.DeleteArtifactAsync(job.Output?.ArtifactKey, cancellationToken);
                await jobs.UpdateAsync(job.JobId, j => JobLifecycle.Strip(j, now), cancellationToken);
                return SweepAction.Stripped;
            case { IsTerminal: true, IsFetched: true }:
                return SweepAction.None;
            case { IsTerminal: true, DeliveredAt: null, ResultEnqueuedAt: null } when afterRestart || now >= job.FinishedAt + JobLifecycle.OutboxGrace:
                await finish.EnqueueResultAsync(job, cancellationToken);
                return SweepAction.ResultEnqueued;
            case { IsTerminal: true, DeliveredAt: null, ResultEnqueuedAt: not null } when now >= job.ResultEnqueuedAt + JobLifecycle.ResultRefresh:
                await finish.EnqueueResultAsync(job, cancellationToken);
                return SweepAction.ResultRefreshed;
            default:
                return SweepAction.None;
        }
    }

    private async Task PostponeAsync(JobRecord job, CancellationToken cancellationToken)
    {
        try
        {
            var until = time.GetUtcNow() + Pause;
            await jobs.UpdateAsync(job.JobId, j => JobLifecycle.Postpone(j, until), cancellationToken);
        }
        catch (PortUnavailableException)
        {
            // Then it stays due; the next sweep tries it again.
        }
    }
}
