using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Tokens;

namespace Hoth.Local.Hosting;

/// <summary>The directory and the credentials of the mock CSPs in this process.</summary>
internal static class MockCsps
{
    // The mock has no limits of its own; what a real CSP allows stands in its directory entry.
    private static readonly CspLimits Limits = CspLimits.Default with { Concurrency = 100 };

    public static CspDirectory DirectoryOf(MockCspServer server) =>
        new(server.Csps.Select(name => SettingsOf(name, server.AddressOf(name).AbsoluteUri)));

    public static Dictionary<string, string> SecretsOf(IReadOnlyDictionary<string, CspBehaviour> csps) =>
        csps.ToDictionary(
            csp => SecretOf(csp.Key),
            csp => JsonSerializer.Serialize(new { clientId = csp.Value.ClientId, clientSecret = csp.Value.ClientSecret }),
            StringComparer.Ordinal);

    private static CspSettings SettingsOf(string name, string address) => new(
        name,
        new Uri(address + "/"),
        new CspTokenSettings(new Uri(address + "/oauth2/token"), Scopes.All),
        SecretOf(name),
        new CspCosts(CspCostMode.Sync),
        Limits,
        HonoursIdempotencyKey: true);

    private static string SecretOf(string csp) => $"mock/{csp}";
}
