using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Results;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Costs;

/// <summary>
/// The worker of the cost request queue: asks the CSP and ends the job with its answer, or, where costs are asynchronous, hands the job to its watcher. A batch is worked on in parallel and one
/// bad item harms only itself. Transient trouble is retried here first, then by the queue, and ends in a FAILED result, never in silence.
/// </summary>
public sealed class RequestCosts(
    IJobStore jobs, IQueue queue, CspDirectory directory, Lazy<CspClient> csps, AcceptJob accept, FinishJob finish, DeadLetters deadLetters, IIds ids, TimeProvider time, IFaultPoints faults, ILogger<RequestCosts> logger)
{
    /// <summary>So many workers take a job before trouble becomes its result.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Works on a batch.</summary>
    /// <param name="batch">1 to 10 messages of <see cref="Queues.CostRequests"/>.</param>
    /// <param name="remaining">The function's remaining time.</param>
    /// <param name="cancellationToken">Stops; what was not finished comes again.</param>
    /// <returns>The ids of the messages to keep on the queue; all others may be deleted.</returns>
    public async Task<IReadOnlyList<string>> ExecuteAsync(IReadOnlyList<ReceivedMessage> batch, TimeSpan remaining, CancellationToken cancellationToken)
    {
        var done = await Task.WhenAll(batch.Select(m => WorkAsync(m, WorkTime.ForCalls(remaining), cancellationToken)));
        return [.. batch.Where((_, i) => !done[i]).Select(m => m.MessageId)];
    }

    /// <summary>True when the message may be deleted: everything that follows from it is durable.</summary>
    private async Task<bool> WorkAsync(ReceivedMessage message, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (JobMessage.TryRead(message.Body) is not { } named)
        {
            return await MoveToDeadLettersAsync(message, "not a cost message", cancellationToken);
        }

        try
        {
            return await WorkAsync(message, named, budget, cancellationToken);
        }
        catch (Exception e)
        {
            // The boundary of one item: its neighbours go on, its message stays, and the sweeper ends it at its deadline.
            Log.JobLeftOnQueue(logger, named.JobId, e.GetType().Name);
            return false;
        }
    }

    private async Task<bool> WorkAsync(ReceivedMessage message, JobMessage named, TimeSpan budget, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var update = await jobs.UpdateAsync(
            named.JobId, j => j.InstanceId == named.InstanceId && j.Poll is null && now < j.DeadlineAt ? JobLifecycle.Start(j, message.MessageId, now) : null, cancellationToken);
        if (update.Job is not { } job || job.InstanceId != named.InstanceId)
        {
            return await MoveToDeadLettersAsync(message, "its job has no record", cancellationToken);
        }

        using var step = JobStep.Begin(logger, nameof(RequestCosts), job, "getCostsByPortfolio");
        if (!update.Written) return await EndAsync(job, cancellationToken);

        faults.Reached(FaultPoint.JobStarted);
        Log.JobStarted(logger, job.JobId, job.Kind, job.Csp, job.Attempt);
        // Cost requests are far below the inline limit, so the record has them in place.
        var request = CostRequest.FromJson(job.Request?.Json ?? throw new InvalidOperationException($"Job {job.JobId} has no request."));
        var csp = directory.Find(request.TargetCspName);
        if (csp?.Costs.Mode == CspCostMode.Async) return await WatchAsync(job, cancellationToken);
        var outcome = csp is null ? TakenAway() : await AskAsync(csp, request, job, Min(budget, job.DeadlineAt - now), cancellationToken);
        faults.Reached(FaultPoint.CspAnswered);

        var now2 = time.GetUtcNow();
        if (outcome.IsTransient)
        {
            var delay = CspDelays.ForQueue(job.Attempt, outcome.RetryAfter, ids.NextDouble());
            if (job.Attempt < MaxAttempts && now2 + delay < job.DeadlineAt)
            {
                Log.JobRetried(logger, job.JobId, job.Kind, job.Csp, job.Attempt, delay.TotalSeconds, CostEnding.Summary(outcome));
                await queue.ChangeVisibilityAsync(Queues.CostRequests, message.Receipt, delay, cancellationToken);
                return false;
            }
        }

        await finish.ExecuteAsync(job, CostEnding.Of(outcome), cancellationToken);
        return true;
    }

    /// <summary>The rest is done by the watcher. A kill anywhere in here brings the same message again, which goes on in <see cref="EndAsync"/>.</summary>
    private async Task<bool> WatchAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var update = await jobs.UpdateAsync(job, j => j.InstanceId == job.InstanceId ? JobLifecycle.Watch(j, new JobPoll(null, now), now) : null, cancellationToken);
        faults.Reached(FaultPoint.WatchRecorded);
        return await EndAsync(update.Job ?? job, cancellationToken);
    }

    /// <summary>
    /// A job that this message makes no call for: ended before (its result may still be owed), watched (the watch may not be on its queue yet), past its
    /// deadline, or taken by another message.
    /// </summary>
    private async Task<bool> EndAsync(JobRecord job, CancellationToken cancellationToken)
    {
        if (job.IsTerminal)
        {
            Log.JobHadEnded(logger, job.JobId);
            await finish.EnqueueOwedResultAsync(job, cancellationToken);
        }
        else if (job.Poll is { } poll)
        {
            // Already sent when the mark is there: sending it again would only poll twice.
            if (poll.EnqueuedAt is null) await accept.HandOverAsync(job, cancellationToken);
        }
        else if (time.GetUtcNow() < job.DeadlineAt)
        {
            Log.JobIsTaken(logger, job.JobId);
        }
        else
        {
            await finish.ExecuteAsync(job, JobEnding.DeadlineExceeded, cancellationToken);
        }

        return true;
    }

    private async Task<CspOutcome> AskAsync(CspSettings csp, CostRequest request, JobRecord job, TimeSpan budget, CancellationToken cancellationToken) =>
        await csps.Value.GetCostsByPortfolioAsync(
            csp, request.PortfolioId, new CspMonths(request.StartMonth, request.EndMonth), new CspCall(job.InstanceId, budget), cancellationToken);

    private static CspOutcome.Failed TakenAway() =>
        new(new CspFailure(CspFailureKind.Misconfigured, "The CSP was taken out of the directory after the request was accepted.", IsTransient: false, SurelyNotProcessed: true));

    private async Task<bool> MoveToDeadLettersAsync(ReceivedMessage message, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await deadLetters.MoveAsync(Queues.CostRequests, message, reason, cancellationToken);
            return true;
        }
        catch (PortUnavailableException)
        {
            return false;
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
