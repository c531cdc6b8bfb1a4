using System.Text.Json;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Exports;
using Hoth.MockCsp.Tokens;
using Hoth.QaRuns.Runs;

namespace Hoth.Local.Hosting;

/// <summary>The directory and the credentials of the mock CSPs in this process.</summary>
internal static class MockCsps
{
    // The mock has no limits of its own; what a real CSP allows stands in its directory entry.
    private static readonly CspLimits Limits = CspLimits.Default with { Concurrency = 100 };

    public static CspDirectory DirectoryOf(MockCspServer server, IReadOnlyDictionary<string, CspBehaviour> csps) =>
        new(server.Csps.Select(name => SettingsOf(name, server.AddressOf(name).AbsoluteUri, csps[name])));

    /// <summary>The definitions that the entries of those CSPs name whose costs are asynchronous.</summary>
    public static IEnumerable<HttpJobDefinition> HttpJobsOf(MockCspServer server, IReadOnlyDictionary<string, CspBehaviour> csps) =>
        csps.Where(csp => csp.Value.CostExports is not null).Select(csp => HttpJobDefinition.Parse(CostExportJob.For(JobOf(csp.Key), server.AddressOf(csp.Key), SecretOf(csp.Key))));

    public static Dictionary<string, string> SecretsOf(IReadOnlyDictionary<string, CspBehaviour> csps) =>
        csps.ToDictionary(
            csp => SecretOf(csp.Key),
            csp => JsonSerializer.Serialize(new { clientId = csp.Value.ClientId, clientSecret = csp.Value.ClientSecret }),
            StringComparer.Ordinal);

    /// <summary>The credentials that QA packages name: <c>hoth/qa/csp-a</c>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> QaSecretsOf(MockCspServer server, IReadOnlyDictionary<string, CspBehaviour> csps) =>
        csps.Select(csp => KeyValuePair.Create(
            QaSettings.SecretPrefix + csp.Key,
            JsonSerializer.Serialize(new
            {
                target = server.AddressOf(csp.Key),
                tokenUrl = server.AddressOf(csp.Key).AbsoluteUri + "/oauth2/token",
                clientId = csp.Value.ClientId,
                clientSecret = csp.Value.ClientSecret,
            })));

    private static CspSettings SettingsOf(string name, string address, CspBehaviour behaviour) => new(
        name,
        new Uri(address + "/"),
        new CspTokenSettings(new Uri(address + "/oauth2/token"), Scopes.All),
        SecretOf(name),
        behaviour.CostExports is null ? new CspCosts(CspCostMode.Sync) : new CspCosts(CspCostMode.Async, JobOf(name)) { Response = CspCostResponse.Document },
        Limits,
        HonoursIdempotencyKey: true);

    private static string JobOf(string csp) => $"{csp}-costs";

    private static string SecretOf(string csp) => $"mock/{csp}";
}
