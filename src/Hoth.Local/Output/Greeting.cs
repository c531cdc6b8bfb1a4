using System.Globalization;
using System.Text;
using Hoth.Callers;
using Hoth.Functions.Costs;
using Hoth.Local.Hosting;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Local.Output;

/// <summary>What the host says when it is ready: what it is, where everything is, and what to try next.</summary>
internal static class Greeting
{
    public static string For(LocalHost host, LocalHostSetup setup)
    {
        var url = host.Address.GetLeftPart(UriPartial.Authority);
        var id = "try-" + setup.Time.GetUtcNow().ToString("yyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var csp = host.Csps.Contains("csp-a") ? "csp-a" : host.Csps[0];
        return $$"""
            Hoth, an asynchronous job gateway: front door, workers and storage in this process.

              front door   {{url}}
              data         {{Path.GetFullPath(setup.Options.DataDirectory)}}
              tokens       {{TokenLine(host, setup)}}
            {{CspLines(host, setup)}}
            Try:
              curl -si {{url}}{{CostFunctions.Jobs}} -H 'Content-Type: application/json' -d '{"requestId":"{{id}}","portfolioId":"my-portfolio","targetCspName":"{{csp}}","startDate":"2024-01","endDate":"2024-03"}'
              curl -s {{url}}{{CostFunctions.Jobs}}/{{id}}
              curl -s {{url}}{{CostFunctions.Jobs}}

            Ctrl-C finishes what was begun and stops.

            """;
    }

    private static string TokenLine(LocalHost host, LocalHostSetup setup) =>
        host.Tokens.Issuer is not null
            ? $"dotnet run --project src/Hoth.Local -- token --sub alice --scope \"{Scopes.ReadReports} {Scopes.WriteReports}\"{(setup.Options.DataDirectoryGiven ? " --data " + setup.Options.DataDirectory : "")}"
            : host.Tokens.Settings is { } settings ? $"of {settings.Issuer}" : "none are taken: no --issuer, and this address is not loopback";

    private static string CspLines(LocalHost host, LocalHostSetup setup)
    {
        var text = new StringBuilder();
        if (host.Mock is { } mock) text.AppendLine($"  mock CSPs    {mock.BaseAddress.GetLeftPart(UriPartial.Authority)}");
        foreach (var name in host.Csps)
        {
            var isMock = host.Mock is not null && setup.Mock.Csps.ContainsKey(name) && host.Ports.Csps.Find(name)!.BaseUri.Authority == host.Mock.BaseAddress.Authority;
            text.AppendLine($"    {name,-18} {(isMock ? DemoCsps.Describe(setup.Mock.Csps[name]) : host.Ports.Csps.Find(name)!.BaseUri)}");
        }

        return text.ToString();
    }
}
