using Hoth.CloudProviders;
using Hoth.Jobs;

namespace Hoth.Provisioning;

/// <summary>The CSP call of each operation (ATAT CSP API 1.3.2, and its extension for administrators).</summary>
internal static class ProvisioningCalls
{
    /// <summary>The call of a job's request.</summary>
    /// <param name="csp">Whom to call.</param>
    /// <param name="request">The job's request.</param>
    /// <param name="job">For its instance id and its deadline.</param>
    public static CspRequest Of(CspSettings csp, ProvisioningRequest request, JobRecord job)
    {
        var portfolio = request.PortfolioId is { } id ? $"portfolios/{CspPath.Segment(id)}" : "portfolios";
        return request.Operation switch
        {
            OperationType.AddPortfolio => new(HttpMethod.Post, CspPath.Below(csp, "portfolios"), job.InstanceId) { BodyJson = request.BodyJson() },
            OperationType.GetPortfolio => new(HttpMethod.Get, CspPath.Below(csp, portfolio), job.InstanceId),
            OperationType.AddTaskOrder => new(HttpMethod.Post, CspPath.Below(csp, $"{portfolio}/task-orders"), job.InstanceId) { BodyJson = request.BodyJson() },
            OperationType.UpdateTaskOrder => new(HttpMethod.Put, CspPath.Below(csp, $"{portfolio}/task-orders/{Segment(request, "taskOrderId")}"), job.InstanceId)
            {
                BodyJson = request.BodyJson(),
            },
            OperationType.AddEnvironment => new(HttpMethod.Post, CspPath.Below(csp, $"{portfolio}/environments"), job.InstanceId)
            {
                BodyJson = request.BodyJson(),
                // Must not be sent for a migration (operation addEnvironment, X-Provision-Deadline).
                ProvisionDeadline = ProvisioningDeadlines.IsMigration(request) ? null : job.DeadlineAt,
            },
            OperationType.GetEnvironment => new(HttpMethod.Get, CspPath.Below(csp, $"{portfolio}/environments/{Segment(request, "environmentId")}"), job.InstanceId),
            OperationType.AddOperators => new(HttpMethod.Patch, CspPath.Below(csp, $"{portfolio}/environments/{Segment(request, "environmentId")}"), job.InstanceId)
            {
                BodyJson = request.BodyJson(),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(request)),
        };
    }

    /// <summary>The call that fetches an environment by its id, for the result of a job that made one.</summary>
    public static CspRequest Environment(CspSettings csp, string portfolioId, string environmentId, JobRecord job) =>
        new(HttpMethod.Get, CspPath.Below(csp, $"portfolios/{CspPath.Segment(portfolioId)}/environments/{CspPath.Segment(environmentId)}"), job.InstanceId);

    private static string Segment(ProvisioningRequest request, string member) => CspPath.Segment(request.PayloadText(member));
}
