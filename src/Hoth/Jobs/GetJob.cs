using Hoth.Callers;
using Hoth.Ports;
using Hoth.Problems;
using Hoth.Results;

namespace Hoth.Jobs;

/// <summary>Finds one job for somebody who may see it. Reads only.</summary>
public sealed class GetJob(IJobStore jobs, JobBodies bodies, ResultUrls urls, TimeProvider time)
{
    /// <summary>A job for ServiceNow, which may see all jobs of the kinds that it starts.</summary>
    /// <param name="kind">Only a job of this kind is found.</param>
    /// <param name="jobId">Its id.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="ProblemException">404 no such job; 410 its record has expired.</exception>
    public Task<JobRecord> FindAsync(JobKind kind, string jobId, CancellationToken cancellationToken) =>
        FindAsync(jobId, job => job.Kind == kind, cancellationToken);

    /// <summary>A job for a caller with a token: their own, or any with the scope.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="jobId">Its id.</param>
    /// <param name="scope">The scope that opens the jobs of others.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="ProblemException">404 no such job, or somebody else's; 410 its record has expired.</exception>
    public Task<JobRecord> FindAsync(Caller caller, string jobId, string scope, CancellationToken cancellationToken) =>
        FindAsync(jobId, job => IsOwn(job, caller) || caller.May(scope), cancellationToken);

    /// <summary>The result of a job that is drained, once it has one: whole, or, where no answer can carry it, with a URL.</summary>
    public Task<string?> LoadResultAsync(JobRecord job, CancellationToken cancellationToken) => urls.LoadAsync(job, bodies, cancellationToken);

    /// <summary>Whether a caller has started a job.</summary>
    internal static bool IsOwn(JobRecord job, Caller caller) => job.Owner == caller.Subject;

    private async Task<JobRecord> FindAsync(string jobId, Func<JobRecord, bool> isVisible, CancellationToken cancellationToken)
    {
        var job = JobIds.IsClientId(jobId) ? await jobs.FindAsync(jobId, cancellationToken) : null;
        if (job is null || !isVisible(job)) throw new Problem(404, ProblemCodes.NotFound, "Not found", "No such job.").ToException();
        return time.GetUtcNow() < job.ExpiresAt
            ? job
            : throw new Problem(410, ProblemCodes.JobExpired, "The job's record has expired", "This job was here; its record has expired.").ToException();
    }
}
