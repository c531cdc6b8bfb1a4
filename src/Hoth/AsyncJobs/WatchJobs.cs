using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Results;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.AsyncJobs;

/// <summary>
/// Watches jobs that somebody else works on: one message per job stays on the queue until the job is over, hidden until its next
/// poll. Polls of a batch run in parallel, each on its own schedule, so that a slow job never delays another. The last poll is at the
/// deadline: what the CSP finished since the one before is not thrown away.
/// </summary>
public sealed class WatchJobs(
    string watchQueue, IAsyncPoller poller, IJobStore jobs, IQueue queue, FinishJob finish, DeadLetters deadLetters, IIds ids, TimeProvider time, IFaultPoints faults, HothMetrics metrics, ILogger<WatchJobs> logger)
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(30);

    /// <summary>Works on a batch.</summary>
    /// <param name="batch">1 to 10 messages of the watch queue.</param>
    /// <param name="remaining">The function's remaining time.</param>
    /// <param name="cancellationToken">Stops; what was not finished comes again.</param>
    /// <returns>The ids of the messages to keep on the queue: jobs that are not over.</returns>
    public async Task<IReadOnlyList<string>> ExecuteAsync(IReadOnlyList<ReceivedMessage> batch, TimeSpan remaining, CancellationToken cancellationToken)
    {
        var over = await Task.WhenAll(batch.Select(m => WatchAsync(m, WorkTime.ForCalls(remaining), cancellationToken)));
        return [.. batch.Where((_, i) => !over[i]).Select(m => m.MessageId)];
    }

    private async Task<bool> WatchAsync(ReceivedMessage message, TimeSpan budget, CancellationToken cancellationToken)
    {
        var named = JobMessage.TryRead(message.Body);
        try
        {
            var job = named is null ? null : await jobs.FindAsync(named.JobId, cancellationToken);
            if (job is null || job.InstanceId != named!.InstanceId || job is { IsTerminal: false, Poll: null })
            {
                await deadLetters.MoveAsync(watchQueue, message, "names no job that is watched", cancellationToken);
                return true;
            }

            return await WatchAsync(message, job, budget, cancellationToken);
        }
        catch (Exception e)
        {
            // The boundary of one item: its neighbours go on, its message comes again, and the sweeper ends it at its deadline.
            Log.JobLeftOnQueue(logger, named?.JobId ?? "unknown", e.GetType().Name);
            await RetrySoonAsync(message, cancellationToken);
            return false;
        }
    }

    /// <summary>Trouble passes sooner than a message comes back that nobody touched. Where even this fails, it comes back then.</summary>
    private async Task RetrySoonAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await queue.ChangeVisibilityAsync(watchQueue, message.Receipt, AfterTrouble, cancellationToken);
        }
        catch (Exception e) when (e is PortUnavailableException or OperationCanceledException)
        {
            Log.JobLeftOnQueue(logger, message.MessageId, e.GetType().Name);
        }
    }

    private async Task<bool> WatchAsync(ReceivedMessage message, JobRecord job, TimeSpan budget, CancellationToken cancellationToken)
    {
        using var trace = JobStep.Begin(logger, nameof(WatchJobs), job);
        if (job.IsTerminal)
        {
            return await CleanUpAsync(message, await finish.EnqueueOwedResultAsync(job, cancellationToken), budget, cancellationToken);
        }

        var now = time.GetUtcNow();
        if (job.Poll!.MessageId != message.MessageId)
        {
            var claim = await jobs.UpdateAsync(job, j => j.InstanceId == job.InstanceId ? JobLifecycle.ClaimWatch(j, message.MessageId, now) : null, cancellationToken);
            if (!claim.Written)
            {
                Log.JobIsTaken(logger, job.JobId);
                return true;
            }

            job = claim.Job!;
        }

        var isLast = now >= job.DeadlineAt;
        if (job.Poll!.NextAt > now && !isLast)
        {
            // Delivered early (the process ended between recording the last poll and hiding the message): the CSP asked for this wait.
            await queue.ChangeVisibilityAsync(watchQueue, message.Receipt, job.Poll.NextAt - now, cancellationToken);
            return false;
        }

        if (!isLast) metrics.JobPolled(job.Kind, now - job.Poll.NextAt);
        var clock = new Budget(budget, time);
        var step = await poller.PollAsync(job, budget, cancellationToken);
        faults.Reached(FaultPoint.CspAnswered);
        var ending = step switch
        {
            AsyncStep.Ended ended => ended.Ending,
            _ when isLast => JobEnding.DeadlineExceeded,
            AsyncStep.Blank blank when job.Poll!.Blanks >= PollAnswers.ToleratedBlanks => blank.Ending,
            _ => null,
        };
        if (ending is not null)
        {
            var ended = await finish.ExecuteAsync(job, ending, cancellationToken);
            return await CleanUpAsync(message, ended, clock.Left, cancellationToken);
        }

        await WaitAsync(message, job, step, cancellationToken);
        return false;
    }

    private async Task<bool> CleanUpAsync(ReceivedMessage message, JobRecord ended, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (await poller.CleanUpAsync(ended, budget, cancellationToken)) return true;
        await queue.ChangeVisibilityAsync(watchQueue, message.Receipt, TimeSpan.FromSeconds(1), cancellationToken);
        return false;
    }

    /// <summary>Records the poll and hides the message until the next one.</summary>
    private async Task WaitAsync(ReceivedMessage message, JobRecord job, AsyncStep step, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var status = step switch
        {
            AsyncStep.Working working => working.Status,
            AsyncStep.Due due => due.Status,
            _ => null,
        };
        var delay = step is AsyncStep.Due { Wait: var wait }
            ? PollDelays.Exactly(wait, job.DeadlineAt - now)
            : PollDelays.Next(job.Poll!.Count, (step as AsyncStep.Working)?.RetryAfter, job.DeadlineAt - now, ids.NextDouble());
        await jobs.UpdateAsync(job.JobId, j => j.InstanceId == job.InstanceId ? JobLifecycle.MarkPolled(j, status, step is AsyncStep.Blank, now + delay, now) : null, cancellationToken);
        faults.Reached(FaultPoint.PollRecorded);
        Log.JobPolled(logger, job.JobId, job.Kind, job.Csp, status ?? "no usable answer", job.Poll!.Count + 1, delay.TotalSeconds);
        await queue.ChangeVisibilityAsync(watchQueue, message.Receipt, delay, cancellationToken);
    }
}
