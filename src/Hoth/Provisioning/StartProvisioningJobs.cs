using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Json;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.Provisioning;

/// <summary><c>POST /provisioning-jobs</c>: accepts a provisioning request and starts its execution; its result is drained later.</summary>
public sealed class StartProvisioningJobs(CspDirectory directory, AcceptJob accept, IIds ids)
{
    /// <summary>Accepts.</summary>
    /// <param name="body">The request body.</param>
    /// <param name="context">The call.</param>
    /// <param name="cancellationToken">Stops; the job may have been accepted.</param>
    /// <exception cref="ProblemException">400 with every violation; 409; 410.</exception>
    public async Task<StartedProvisioningJob> ExecuteAsync(JsonElement body, RequestContext context, CancellationToken cancellationToken)
    {
        var violations = new Violations();
        var request = ProvisioningRequest.Parse(body, ids.NewId, violations);
        violations.ThrowIfAny();
        directory.ThrowIfUnknown(request!.TargetCspName);

        var json = request.ToJson();
        var accepted = await accept.ExecuteAsync(
            new NewJob(request.JobId, JobKind.Provisioning, json, request.PortfolioId ?? request.JobId, request.TargetCspName, ProvisioningDeadlines.Of(request)),
            context,
            cancellationToken);
        return new StartedProvisioningJob(request.JobId, json, accepted.Replayed);
    }
}

/// <summary>An accepted provisioning request.</summary>
/// <param name="JobId">Its id.</param>
/// <param name="RequestJson">The request as it is echoed, with its id.</param>
/// <param name="Replayed">True when the same request was accepted before.</param>
public sealed record StartedProvisioningJob(string JobId, string RequestJson, bool Replayed);
