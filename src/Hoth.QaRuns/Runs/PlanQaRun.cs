using System.Text;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.QaRuns.Specs;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.QaRuns.Runs;

/// <summary>
/// The first task of a run: reads the specification, keeps it, and says which operations there are to test. A specification that cannot be read ends the run. May happen
/// more than once: what the feed knows stays as it is.
/// </summary>
public sealed class PlanQaRun(
    IJobStore jobs, FinishJob finish, QaFeed feed, QaPlans plans, SpecSource specs, TimeProvider time, IFaultPoints faults, ILogger<PlanQaRun> logger)
{
    /// <summary><see cref="JobError.Code"/> of a run whose specification could not be read.</summary>
    public const string SpecFetchFailed = "SPEC_FETCH_FAILED";

    /// <summary>Plans.</summary>
    /// <exception cref="InvalidOperationException">There is no such job.</exception>
    public async Task<QaPlanned> ExecuteAsync(QaTask task, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var started = await jobs.UpdateAsync(
            task.JobId, j => j.InstanceId == task.InstanceId && j.StartedAt is null && now < j.DeadlineAt ? JobLifecycle.Start(j, task.InstanceId, now) : null, cancellationToken);
        if (started.Job is not { } job || job.InstanceId != task.InstanceId) throw new InvalidOperationException($"Job {task.JobId} has no record.");
        using var step = JobStep.Begin(logger, nameof(PlanQaRun), job);
        if (started.Written) faults.Reached(FaultPoint.JobStarted);

        // Ended, cancelled or past its deadline: the last task sees which.
        if (job.Status != JobStatus.Running) return new QaPlanned([]);
        await feed.RequestedAsync(job, cancellationToken);
        if (await feed.FindPlanAsync(job, cancellationToken) is { } known) return PlannedOf(known);
        try
        {
            var package = await plans.PackageOfAsync(job, cancellationToken);
            var text = package.Spec is { } inline ? Encoding.UTF8.GetBytes(inline) : await specs(package.SpecUrl!, cancellationToken);
            var plan = new QaPlan(package, await SpecFetcher.ReadAsync(text, time, cancellationToken));
            var summary = new PlanSummary(
                await plans.KeepAsync(job, text, cancellationToken), plan.Spec.Hash, plan.Spec.Title, plan.Operations.Length, plan.Spec.Operations.Count - plan.Operations.Length);
            await feed.SpecFetchedAsync(job, summary, cancellationToken);
            faults.Reached(FaultPoint.PlanRecorded);
        }
        catch (SpecException e)
        {
            await feed.SpecFetchFailedAsync(job, e.Message, cancellationToken);
        }

        // Another attempt's plan may have been first: that one counts, also when it is that there is none.
        if (await feed.FindPlanAsync(job, cancellationToken) is { } recorded) return PlannedOf(recorded);
        var ended = await finish.ExecuteAsync(job, new JobEnding(JobStatus.Failed, 502, null, new JobError(SpecFetchFailed, "The specification could not be read; the run's events say why.")), cancellationToken);
        if (ended.IsTerminal) await feed.CloseAsync(ended, cancellationToken);
        return new QaPlanned([]);
    }

    private static QaPlanned PlannedOf(PlanSummary plan) => new([.. Enumerable.Range(0, plan.Operations)]);
}
