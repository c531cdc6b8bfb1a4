using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Json;
using Hoth.Problems;

namespace Hoth.Costs;

/// <summary><c>POST /cost-jobs</c>: accepts a cost request; its result is drained later.</summary>
public sealed class StartCostJob(CspDirectory directory, AcceptJob accept)
{
    /// <summary>Accepts.</summary>
    /// <param name="body">The request body.</param>
    /// <param name="context">The call.</param>
    /// <param name="cancellationToken">Stops; the job may have been accepted.</param>
    /// <returns>The job, and its request as it is echoed.</returns>
    /// <exception cref="ProblemException">400 with every violation; 409; 410.</exception>
    public async Task<StartedCostJob> ExecuteAsync(JsonElement body, RequestContext context, CancellationToken cancellationToken)
    {
        var violations = new Violations();
        var request = CostRequest.Parse(body, violations);
        violations.ThrowIfAny();

        directory.ThrowIfUnknown(request!.TargetCspName);
        var costs = directory.Find(request.TargetCspName)!.Costs;
        var json = request.ToJson();
        var accepted = await accept.ExecuteAsync(
            new NewJob(request.RequestId, JobKind.Cost, json, request.PortfolioId, request.TargetCspName, costs.Mode == CspCostMode.Async ? costs.Deadline : null), context, cancellationToken);
        return new StartedCostJob(request.RequestId, json, accepted.Replayed);
    }
}

/// <summary>An accepted cost request.</summary>
/// <param name="JobId">Its id.</param>
/// <param name="RequestJson">The request as it is echoed.</param>
/// <param name="Replayed">True when the same request was accepted before.</param>
public sealed record StartedCostJob(string JobId, string RequestJson, bool Replayed);
