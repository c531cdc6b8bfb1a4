using System.Text.Json;
using Hoth.Callers;
using Hoth.Functions.QaRuns;
using Hoth.Local.Tokens;
using Hoth.MockCsp;
using Hoth.QaRuns.Runs;

namespace Hoth.Local.Demo;

/// <summary>QA runs (seed 003): one of a CSP that keeps to its specification, one of a CSP that does not, and what a run leaves.</summary>
/// <inheritdoc cref="TokenTour"/>
/// <param name="csps">The mock CSPs.</param>
internal sealed class QaTour(MockCspServer csps, HttpClient http, DevelopmentIssuer issuer, SkippingTime time, Func<bool> isIdle)
    : TokenTour("qa", $"{Scopes.ReadQa} {Scopes.WriteQa} {Scopes.RunQa}", http, issuer, time, isIdle)
{
    /// <inheritdoc />
    protected override async Task TourAsync(CancellationToken cancellationToken)
    {
        if (await RunPackageAsync("conforming", 1, "csp-a", new { concurrency = 16 }, "a CSP that keeps to its specification: every operation, every rule", "PASS", cancellationToken) is { } run)
        {
            await SendAsync("conforming-events", "what happened, from the first", HttpMethod.Get, run.GetProperty("eventsUrl").GetString()! + "?limit=500", "alice", 200, cancellationToken);
            await SendAsync("conforming-junit", "the scenarios as JUnit XML", HttpMethod.Get, Of(QaRunFunctions.Results, run), "alice", 200, cancellationToken, accept: "application/xml");
        }

        if (await RunPackageAsync("broken", 2, "csp-broken", new { maxScenariosPerOperation = 3 }, "a CSP whose answers are no JSON", "FAIL", cancellationToken) is { } failed)
        {
            await SendAsync("broken-page", "the findings as a page, each with a command to see it again", HttpMethod.Get, Of(QaRunFunctions.Results, failed), "alice", 200, cancellationToken, accept: "text/html");
            await SendAsync("broken-stranger", "somebody else's token: there is no such run", HttpMethod.Get, Of(QaRunFunctions.Status, failed), "bob", 404, cancellationToken);
        }
    }

    /// <inheritdoc />
    protected override string Describe(string? mediaType, string content) => mediaType switch
    {
        "application/xml" or "text/html" => $"{content.Length / 1024:N0} KiB",
        "application/json" when JsonSerializer.Deserialize<JsonElement>(content).TryGetProperty("events", out var events) && events.GetArrayLength() > 20 => $"{events.GetArrayLength()} events of the first page",
        _ => "",
    };

    /// <summary>Makes a package and runs it.</summary>
    /// <returns>The run; null: it was not accepted, as its row says.</returns>
    private async Task<JsonElement?> RunPackageAsync(string name, int number, string csp, object config, string description, string verdict, CancellationToken cancellationToken)
    {
        var address = csps.AddressOf(csp).AbsoluteUri;
        var package = new { specUrl = $"{address}/openapi.json", baseUrl = address, credentialsRef = QaSettings.SecretPrefix + csp, allowWrites = true, config };
        await SendAsync($"{name}-package", "what to test, and how", HttpMethod.Put, Package(QaRunFunctions.Package, number), "alice", 201, cancellationToken, package);
        if (await SendAsync(name, description, HttpMethod.Post, Package(QaRunFunctions.Run, number), "alice", 202, cancellationToken, csps: csp) is not { } run) return null;
        await EndAsync(LastRow, run.GetProperty("statusUrl").GetString()!, Read, verdict, cancellationToken);
        return run;
    }

    private static (string Text, DateTimeOffset From, DateTimeOffset To)? Read(JsonElement status)
    {
        if (!status.TryGetProperty("completedAt", out var completed) || completed.ValueKind != JsonValueKind.String) return null;
        var verdict = status.TryGetProperty("verdict", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : status.GetProperty("status").GetString()!;
        return ($"{verdict}, {status.GetProperty("lastSeq").GetInt64()} events", status.GetProperty("startedAt").GetDateTimeOffset(), completed.GetDateTimeOffset());
    }

    private static string Package(string route, int number) => route.Replace("{id}", $"00000000-0000-4000-9000-{number:D12}", StringComparison.Ordinal);

    private static string Of(string route, JsonElement run) => route.Replace("{planId}", run.GetProperty("planId").GetString(), StringComparison.Ordinal);
}
