using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Provisioning;

/// <summary>
/// The last task of the provisioning state machine, and what is called for an execution that ended otherwise: what the record knows of
/// the call becomes a watch (202) or the job's result. Idempotent.
/// </summary>
public sealed class EnqueueResults(IJobStore jobs, AcceptJob accept, FinishJob finish, JobBodies bodies, CspDirectory directory, TimeProvider time, IFaultPoints faults, ILogger<EnqueueResults> logger)
{
    /// <summary>Enqueues.</summary>
    /// <param name="task">Which job.</param>
    /// <param name="wasStopped">Somebody stopped the execution.</param>
    /// <param name="cancellationToken">Stops between the steps; the same call again finishes them.</param>
    /// <returns>The code of the result, 202 for a watch.</returns>
    /// <exception cref="InvalidOperationException">There is no such job.</exception>
    public async Task<int> ExecuteAsync(ProvisioningTask task, bool wasStopped, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync(task.JobId, cancellationToken);
        if (job is null || job.InstanceId != task.InstanceId) throw new InvalidOperationException($"Job {task.JobId} has no record.");
        using var step = JobStep.Begin(logger, nameof(EnqueueResults), job);
        if (job.IsTerminal)
        {
            await finish.EnqueueOwedResultAsync(job, cancellationToken);
            return job.Code ?? 0;
        }

        if (job.Answer is { Code: 202 } accepted) return await WatchAsync(job, accepted, cancellationToken);
        var ending = await EndingAsync(job, wasStopped, cancellationToken);
        await finish.ExecuteAsync(job, ending, cancellationToken);
        return ending.Code;
    }

    private async Task<JobEnding> EndingAsync(JobRecord job, bool wasStopped, CancellationToken cancellationToken)
    {
        // A call that was begun after the last answer, and nobody knows what came of it: an older 503 must not hide that.
        if (job.CallBegunAt is not null && job.Answer is not { IsFinal: true }) return ProvisioningAnswers.Ending(ProvisioningAnswers.Unknown, null);
        if (job.Answer is { } answer) return ProvisioningAnswers.Ending(answer, await bodies.LoadAsync(answer.Body, cancellationToken));
        if (time.GetUtcNow() >= job.DeadlineAt) return JobEnding.DeadlineExceeded;
        // No answer on the record: whoever should have made the call was stopped, crashed or was too slow, before it or in the middle of it.
        var detail = wasStopped ? "The job's execution was stopped before the CSP's answer was known." : "The CSP's answer is not known because of a fault in Hoth.";
        return new JobEnding(JobStatus.Failed, 500, null, new JobError(JobErrorCodes.Internal, detail));
    }

    private async Task<int> WatchAsync(JobRecord job, JobAnswer answer, CancellationToken cancellationToken)
    {
        if (job.Poll is null)
        {
            var csp = job.Csp is null ? null : directory.Find(job.Csp);
            var refusal = "the CSP was taken out of the directory";
            if (csp is null || CspLocation.Resolve(csp.BaseUri, answer.Location, out refusal) is not { } target)
            {
                var ending = ProvisioningAnswers.Malformed($"The CSP accepted the request and cannot be asked about it: {refusal}.");
                await finish.ExecuteAsync(job, ending, cancellationToken);
                return ending.Code;
            }

            var now = time.GetUtcNow();
            // At once where the CSP does not say when: many are done by then.
            var poll = new JobPoll(target, now + (answer.RetryAfter ?? TimeSpan.Zero));
            var update = await jobs.UpdateAsync(job, j => j.InstanceId == job.InstanceId ? JobLifecycle.Watch(j, poll, now) : null, cancellationToken);
            faults.Reached(FaultPoint.WatchRecorded);
            job = update.Job ?? job;
        }

        // Already sent when the mark is there: sending it again would only poll twice.
        if (job is { IsTerminal: false, Poll.EnqueuedAt: null }) await accept.HandOverAsync(job, cancellationToken);
        return answer.Code;
    }
}
