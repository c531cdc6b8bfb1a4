using Hoth.Callers;
using Hoth.Jobs;
using Hoth.Problems;

namespace Hoth.QaRuns.Runs;

/// <summary>
/// Finds a run for somebody who may see it: whoever started it, or has <see cref="Scopes.ReadAllJobs"/>. The feed of one that has ended is closed from then on, whatever
/// ended it (its worker, a cancellation, the sweeper at its deadline) and whatever stopped that from closing it.
/// </summary>
public sealed class FindQaRun(GetJob get, QaFeed feed)
{
    /// <summary>Finds.</summary>
    /// <exception cref="ProblemException">404 no such run, or somebody else's; 410 its record has expired.</exception>
    public async Task<JobRecord> ExecuteAsync(Caller caller, string planId, CancellationToken cancellationToken)
    {
        var job = await get.FindAsync(caller, planId, Scopes.ReadAllJobs, cancellationToken);
        if (job.Kind != JobKind.Qa) throw new Problem(404, ProblemCodes.NotFound, "Not found", "No such run.").ToException();
        if (job.IsTerminal) await feed.CloseAsync(job, cancellationToken);
        return job;
    }
}
