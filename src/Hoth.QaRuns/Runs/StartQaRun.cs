using Hoth.Callers;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.QaRuns.Runs;

/// <summary><c>POST /qa-packages/{id}/run</c>: accepts a run, unless another one is at work on the target.</summary>
public sealed class StartQaRun(ConfigureQaPackages packages, AcceptJob accept, QaFeed feed, QaSettings settings, IDocumentStore documents, IJobStore jobs, IIds ids, TimeProvider time, IFaultPoints faults)
{
    private readonly TargetOccupancy _targets = new(documents, jobs, time);

    /// <summary>Accepts.</summary>
    /// <param name="caller">Who asks: the owner of the run.</param>
    /// <param name="packageId">Which package.</param>
    /// <param name="idempotencyKey">The header, or null: every request is a run of its own.</param>
    /// <param name="context">The call.</param>
    /// <param name="cancellationToken">Stops; the run may have been accepted.</param>
    /// <exception cref="ProblemException">400; 403; 404; 409 the target may not be tested any more; 410.</exception>
    public async Task<StartedQaRun> ExecuteAsync(Caller caller, string packageId, string? idempotencyKey, RequestContext context, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.RunQa);
        ConfigureQaPackages.Check(packageId);
        IdempotencyKey.Check(idempotencyKey);
        var compared = $"\"{packageId}\"";
        var planId = idempotencyKey is null ? IdempotencyKey.GuidOf(ids.NewId()) : IdempotencyKey.ToJobId(caller.Subject, packageId, idempotencyKey);
        if (idempotencyKey is not null && await accept.TryReplayAsync(planId, JobKind.Qa, compared, cancellationToken) is { } replayed)
        {
            return new StartedQaRun(replayed.Job.JobId, replayed.Replayed, ActivePlanId: null);
        }

        var json = (await packages.FindAsync(packageId, cancellationToken)).Json;
        var package = QaPackage.FromJson(json);
        if (!settings.Allows(package.BaseUrl))
        {
            throw new Problem(409, ProblemCodes.TargetNotAllowed, "The target may not be tested", "It was allowed when the package was written, and is not any more.").ToException();
        }

        if (await _targets.TakeAsync(package.BaseUrl, planId, cancellationToken) is { } active) return new StartedQaRun(planId, Replayed: false, active);
        faults.Reached(FaultPoint.TargetTaken);
        var accepted = await accept.ExecuteAsync(
            new NewJob(planId, JobKind.Qa, json, caller.Subject, null) { Owner = caller.Subject, ComparedJson = compared }, context, cancellationToken);
        if (!accepted.Replayed) await feed.RequestedAsync(accepted.Job, cancellationToken);
        return new StartedQaRun(planId, accepted.Replayed, ActivePlanId: null);
    }
}

/// <summary>What became of a request for a run.</summary>
/// <param name="PlanId">The run.</param>
/// <param name="Replayed">The same request was accepted before.</param>
/// <param name="ActivePlanId">Not null: nothing was accepted, since this run is at work on the target.</param>
public sealed record StartedQaRun(string PlanId, bool Replayed, string? ActivePlanId);
