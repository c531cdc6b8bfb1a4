using Hoth.MockCsp.Endpoints;
using Hoth.MockCsp.Tokens;

namespace Hoth.MockCsp.Hosting;

/// <summary>Everything a CSP can be asked.</summary>
internal static class Operations
{
    /// <summary>The CSP API: what the OpenAPI document lists.</summary>
    public static IReadOnlyList<Operation> Api { get; } =
    [
        .. PortfolioEndpoints.Operations,
        .. TaskOrderEndpoints.Operations,
        .. EnvironmentEndpoints.Operations,
        .. ProvisioningStatusEndpoints.Operations,
        .. CostEndpoints.Operations,
        .. Far51Endpoints.Operations,
    ];

    public static IReadOnlyList<Operation> All { get; } = [.. Api, .. CostExportEndpoints.Operations, TokenEndpoint.Operation];
}
