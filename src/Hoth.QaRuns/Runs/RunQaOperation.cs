using System.Globalization;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.QaRuns.Scenarios;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.QaRuns.Runs;

/// <summary>
/// The task of a run that tests one operation. It stops itself before its function is stopped, and goes on where the feed says it was: a scenario that has a record is
/// not run again.
/// </summary>
public sealed class RunQaOperation(
    IJobStore jobs, QaFeed feed, QaPlans plans, IQaOperations operations, IArtifactStore artifacts, IIds ids, TimeProvider time, IFaultPoints faults, ILogger<RunQaOperation> logger)
{
    private const string DonePrefix = "done/";

    /// <summary>Kept of the function's time for what is under way when it is told to stop.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(60);

    private readonly ScenarioRecords _records = new(feed.Feeds, artifacts, ids);

    /// <summary>Tests.</summary>
    /// <param name="task">Which operation of which run.</param>
    /// <param name="remaining">The function's remaining time.</param>
    /// <param name="cancellationToken">Stops; what has run is in the feed.</param>
    /// <exception cref="InvalidOperationException">There is no such job, or no such operation.</exception>
    public async Task<QaProgress> ExecuteAsync(QaOperationTask task, TimeSpan remaining, CancellationToken cancellationToken)
    {
        var done = new QaProgress(Done: true);
        if (await jobs.FindAsync(task.JobId, cancellationToken) is not { } job || job.InstanceId != task.InstanceId) throw new InvalidOperationException($"Job {task.JobId} has no record.");
        if (job.Status != JobStatus.Running) return done;
        var key = DonePrefix + task.Operation.ToString(CultureInfo.InvariantCulture);
        if (await feed.Feeds.FindEntryAsync(job.InstanceId, key, cancellationToken) is not null) return done;
        var summary = await feed.FindPlanAsync(job, cancellationToken) ?? throw new InvalidOperationException($"Job {task.JobId} has no plan.");
        var plan = await plans.OpenAsync(job, summary, cancellationToken);
        if (task.Operation < 0 || task.Operation >= plan.Operations.Length) throw new InvalidOperationException($"Job {task.JobId} has no operation {task.Operation}.");
        var operation = plan.Operations[task.Operation];
        using var step = JobStep.Begin(logger, nameof(RunQaOperation), job, operation.Id);

        var budget = Min(remaining - Reserve, job.DeadlineAt - time.GetUtcNow());
        if (budget <= TimeSpan.Zero) return new QaProgress(Done: false);
        using var timeout = new CancellationTokenSource(budget, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await operations.RunAsync(job.InstanceId, plan, operation, new EventPublisher(job, feed, _records, jobs, time, faults), both.Token);
        }
        catch (RunEndedException)
        {
            return done;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // At the deadline there is nothing left to go on with.
            return new QaProgress(time.GetUtcNow() >= job.DeadlineAt);
        }

        await feed.Feeds.AppendAsync(job.InstanceId, new FeedEntry(key, [], job.PurgeAt), cancellationToken);
        faults.Reached(FaultPoint.OperationRecorded);
        return done;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
