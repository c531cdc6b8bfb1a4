using Hoth.Ports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Jobs;

/// <summary>
/// Ends a job exactly once: result on the record, then, where it is drained, on the result queue, then marked. Used by workers and the sweeper.
/// </summary>
public sealed class FinishJob(IJobStore jobs, IQueue queue, JobTypes types, JobBodies bodies, TimeProvider time, IFaultPoints faults, HothMetrics metrics, ILogger<FinishJob> logger)
{
    private const string ResultName = "result";

    /// <summary>Ends the job unless it has ended already; either way its result is on the queue afterwards.</summary>
    /// <param name="job">The job as last seen.</param>
    /// <param name="ending">How it ends.</param>
    /// <param name="cancellationToken">Stops between the steps; the sweeper goes on from there.</param>
    public async Task<JobRecord> ExecuteAsync(JobRecord job, JobEnding ending, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var result = job.IsFetched ? null : await StoreResultAsync(job, ending, now, cancellationToken);
        var outcome = new JobOutcome(ending.Status, ending.Code, result, ending.Error) { Output = ending.Output, Warnings = ending.Warnings };

        var update = await jobs.UpdateAsync(
            job, j => j.InstanceId == job.InstanceId ? JobLifecycle.Finish(j, outcome, now) : null, cancellationToken);
        if (!update.Written) await bodies.DeleteAsync(result, cancellationToken);
        if (update.Job is not { } ended) return job;

        if (update.Written)
        {
            faults.Reached(FaultPoint.ResultRecorded);
            metrics.JobEnded(ended);
            Log.JobFinished(logger, ended.JobId, ended.Kind, ended.Csp, ended.Status, ending.Code, ended.Attempt, (now - ended.CreatedAt).TotalMilliseconds);
        }

        return await EnqueueOwedResultAsync(ended, cancellationToken);
    }

    /// <summary>Puts the result of a job that has ended on its queue, unless that is known to be done, the client has it, or clients fetch such results.</summary>
    public async Task<JobRecord> EnqueueOwedResultAsync(JobRecord job, CancellationToken cancellationToken) =>
        job is { IsFetched: false, ResultEnqueuedAt: null, DeliveredAt: null } ? await EnqueueResultAsync(job, cancellationToken) : job;

    /// <summary>Puts a recorded result on its queue and marks that. Draining copes with a result that is there twice.</summary>
    public async Task<JobRecord> EnqueueResultAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var body = job.Result switch
        {
            { Json: { } json } => json,
            { ArtifactKey: { } key } => JobResult.WritePointer(job, key),
            _ => throw new InvalidOperationException($"Job {job.JobId} is terminal and has no result."),
        };
        await queue.SendAsync(types.ResultQueueOf(job.Kind), new OutgoingMessage(body, job.GroupId, job.TraceParent), cancellationToken);
        faults.Reached(FaultPoint.ResultEnqueued);

        var now = time.GetUtcNow();
        var marked = await jobs.UpdateAsync(
            job, j => j.InstanceId == job.InstanceId ? JobLifecycle.MarkResultEnqueued(j, now) : null, cancellationToken);
        faults.Reached(FaultPoint.ResultEnqueueMarked);
        return marked.Job ?? job;
    }

    private async Task<JobBody> StoreResultAsync(JobRecord job, JobEnding ending, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var request = await bodies.LoadAsync(job.Request, cancellationToken) ?? "null";
        var described = types[job.Kind].DescribeRequest(request);
        return ending.ResponseChunks is null
            ? await bodies.StoreAsync(job.InstanceId, ResultName, JobResult.Write(job, ending, described, now), cancellationToken)
            : await bodies.StoreAsync(job.InstanceId, ResultName, JobResult.WriteChunksAsync(job, ending, described, now), cancellationToken);
    }
}
