using Hoth.Callers;
using Hoth.Ports;
using Hoth.Problems;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Jobs;

/// <summary>Cancels a job: one that nobody has begun at once, one at work at its worker's next step.</summary>
public sealed class CancelJob(GetJob get, IJobStore jobs, JobTypes types, TimeProvider time, HothMetrics metrics, ILogger<CancelJob> logger)
{
    /// <summary>Cancels. Doing it again, also at the same time, changes nothing.</summary>
    /// <param name="caller">Who wants it: whoever started the job, or has <see cref="Scopes.CancelAllJobs"/>.</param>
    /// <param name="jobId">Which job.</param>
    /// <param name="cancellationToken">Stops; the job may be cancelled all the same.</param>
    /// <returns>The job as it is now: ended, whichever way, or Cancelling.</returns>
    /// <exception cref="ProblemException">404 no such job, or one that the caller may not see; 403 one that they may only see; 409 its kind cannot be cancelled; 410 expired.</exception>
    public async Task<JobRecord> ExecuteAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var job = await get.FindAsync(caller, jobId, caller.May(Scopes.CancelAllJobs) ? Scopes.CancelAllJobs : Scopes.ReadAllJobs, cancellationToken);
        if (!GetJob.IsOwn(job, caller)) caller.Require(Scopes.CancelAllJobs);
        if (!types[job.Kind].CanBeCancelled)
        {
            throw new Problem(409, ProblemCodes.JobNotCancellable, "The job cannot be cancelled", "What a job of this kind has begun at a CSP cannot be taken back; it ends by itself.").ToException();
        }

        var now = time.GetUtcNow();
        var update = await jobs.UpdateAsync(job, j => j.InstanceId == job.InstanceId ? JobLifecycle.RequestCancel(j, now) : null, cancellationToken);
        if (update is not { Job: { } changed, Written: true }) return update.Job ?? job;

        using var step = JobStep.Begin(logger, nameof(CancelJob), changed);
        Log.JobCancelRequested(logger, changed.JobId, changed.Kind, changed.Status);
        if (changed.IsTerminal) metrics.JobEnded(changed);
        return changed;
    }
}
