using Hoth.MockCsp.Hosting;
using Hoth.MockCsp.State;
using Hoth.MockCsp.Tokens;

namespace Hoth.MockCsp.Endpoints;

internal static class ProvisioningStatusEndpoints
{
    public const string OperationId = "getProvisioningStatus";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new(OperationId, "GET", "/provisioning/{provisioningJobId}/status", Scopes.ReadPortfolio, Get),
    ];

    private static Answer Get(CspRequest request)
    {
        var id = request.Id("provisioningJobId");
        if (request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        (ProvisioningStatus Status, string? RetryAfter)? poll;
        lock (request.Csp.Gate)
        {
            poll = request.Csp.Jobs.Poll(id);
        }

        return poll is var (status, retryAfter)
            ? Answer.Json(200, status, WireJson.Default.ProvisioningStatus) with { RetryAfter = request.RetryAfterOf(retryAfter) }
            : Answer.NotFound("provisioning job");
    }
}
