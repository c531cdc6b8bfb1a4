using System.Collections.Concurrent;
using Hoth.MockCsp.Behaviours;

namespace Hoth.MockCsp.State;

/// <summary>The body of a 202 and of every poll.</summary>
internal sealed record ProvisioningStatus(string ProvisioningJobId, string? PortfolioId, string? EnvironmentId, string Status);

/// <summary>
/// Writes that were accepted with 202. Callers hold <see cref="CspInstance.Gate"/>, so that what was asked for comes into being once.
/// </summary>
internal sealed class ProvisioningJobs(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Job> jobs = new(StringComparer.Ordinal);

    private sealed class Job(AsyncProvisioning script, DateTimeOffset acceptedAt, Resources resources, Action commit)
    {
        public AsyncProvisioning Script => script;
        public DateTimeOffset AcceptedAt => acceptedAt;
        public Resources Resources => resources;
        public Action Commit => commit;
        public int Polls { get; set; }
        public bool Done { get; set; }
    }

    /// <summary>Accepts a write. <paramref name="commit"/> runs when the job succeeds, or never.</summary>
    public ProvisioningStatus Accept(string id, AsyncProvisioning script, Resources resources, Action commit)
    {
        jobs[id] = new(script, time.GetUtcNow(), resources, commit);
        return new(id, resources.ParentId, null, "NOT_STARTED");
    }

    /// <summary>A job that was over before anybody asked.</summary>
    public void AddSucceeded(string id, Resources resources) => jobs[id] = new(new AsyncProvisioning(), time.GetUtcNow(), resources, () => { }) { Done = true };

    /// <summary>One poll; null for an unknown job.</summary>
    public (ProvisioningStatus Status, string? RetryAfter)? Poll(string id)
    {
        if (!jobs.TryGetValue(id, out var job))
        {
            return null;
        }

        var script = job.Script;
        if (!job.Done && (job.Polls++ < script.Polls || time.GetUtcNow() < job.AcceptedAt + script.NotBefore))
        {
            return (new(id, job.Resources.ParentId, null, script.WorkingStatus), script.RetryAfter);
        }

        var succeeded = script.FinalStatus == "SUCCESS";
        if (succeeded && !job.Done)
        {
            job.Commit();
        }

        job.Done = true;
        var made = succeeded ? job.Resources : job.Resources with { PortfolioId = job.Resources.ParentId, EnvironmentId = null };
        return (new(id, made.PortfolioId, made.EnvironmentId, script.FinalStatus), null);
    }

    /// <summary>What a job is about.</summary>
    /// <param name="ParentId">The portfolio that existed before, or null.</param>
    /// <param name="PortfolioId">The portfolio once the job succeeded.</param>
    /// <param name="EnvironmentId">The environment once the job succeeded, or null.</param>
    public sealed record Resources(string? ParentId, string? PortfolioId, string? EnvironmentId);
}
