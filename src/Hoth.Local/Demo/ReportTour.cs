using System.Text.Json;
using Hoth.Callers;
using Hoth.Functions.Reports;
using Hoth.Local.Tokens;

namespace Hoth.Local.Demo;

/// <summary>Reports (seed 002): configure, generate, look until it is done, fetch.</summary>
/// <inheritdoc cref="TokenTour"/>
internal sealed class ReportTour(HttpClient http, DevelopmentIssuer issuer, SkippingTime time, Func<bool> isIdle)
    : TokenTour("reports", $"{Scopes.ReadReports} {Scopes.WriteReports}", http, issuer, time, isIdle)
{
    /// <inheritdoc />
    protected override async Task TourAsync(CancellationToken cancellationToken)
    {
        await SendAsync("no-token", "a request without a token", HttpMethod.Get, Report(1), who: null, 401, cancellationToken);

        if (await GenerateAsync("csv", 1, "csv", ["csp-a", "csp-missing"], 2, "two portfolios at two CSPs, one of which does not know them", cancellationToken) is not { } job) return;
        await EndAsync(job, "Succeeded", cancellationToken);
        await SendAsync("csv-result", "the rows that there are", HttpMethod.Get, job.Url + "/result", "alice", 200, cancellationToken);
        await SendAsync("csv-stranger", "somebody else's token: there is no such job", HttpMethod.Get, job.Url, "bob", 404, cancellationToken);

        if (await GenerateAsync("failing", 2, "json", ["csp-missing"], 1, "nobody knows the portfolio", cancellationToken) is not { } failing) return;
        await EndAsync(failing, "Failed", cancellationToken);
        await SendAsync("failing-result", "there is none, and why is on the job", HttpMethod.Get, failing.Url + "/result", "alice", 409, cancellationToken);

        // Far more questions than are asked at once, so that there is something left to stop.
        if (await GenerateAsync("stopped", 3, "csv", ["csp-slow"], 100, "a hundred slow questions, cancelled", cancellationToken) is not { } stopped) return;
        await SendAsync("stopped-cancel", "cancel it", HttpMethod.Post, stopped.Url + "/cancel", "alice", null, cancellationToken);
        await EndAsync(stopped, "Cancelled", cancellationToken);
    }

    /// <summary>Configures a report and asks for it.</summary>
    /// <returns>Null when it was not accepted, as its row says: then there is nothing to follow.</returns>
    private async Task<Generated?> GenerateAsync(string name, int number, string format, string[] csps, int portfolios, string description, CancellationToken cancellationToken)
    {
        var configuration = new
        {
            name, deliveryTarget = "API_RESPONSE", asynchronous = true, format,
            source = new { kind = "costs", targetCspNames = csps, portfolioIds = Enumerable.Range(1, portfolios).Select(i => $"portfolio-{i}") },
        };
        await SendAsync(name + "-configure", "its configuration", HttpMethod.Put, Report(number), "alice", 201, cancellationToken, configuration);
        var period = new { parameters = new { startDate = "2024-01", endDate = "2024-03" } };
        var accepted = await SendAsync(name, description, HttpMethod.Post, Report(number) + "/generate", "alice", 202, cancellationToken, period, string.Join(", ", csps));
        return accepted is { } body ? new Generated(LastRow, body.GetProperty("statusUrl").GetString()!) : null;
    }

    private Task EndAsync(Generated job, string status, CancellationToken cancellationToken) => EndAsync(
        job.Row,
        job.Url,
        body => body.GetProperty("done").GetBoolean()
            ? (body.GetProperty("status").GetString() + Details(body), body.GetProperty("createdAt").GetDateTimeOffset(), body.GetProperty("finishedAt").GetDateTimeOffset())
            : null,
        status,
        cancellationToken);

    /// <inheritdoc />
    protected override string Describe(string? mediaType, string content) => mediaType == "text/csv" ? $"{content.Count(c => c == '\n') - 1} rows as CSV" : "";

    private static string Details(JsonElement job)
    {
        var rows = job.TryGetProperty("result", out var result) && result.TryGetProperty("rows", out var count) ? $", {count} rows" : "";
        var warnings = job.TryGetProperty("warnings", out var list) ? $", {list.GetArrayLength()} warnings" : "";
        return rows + warnings + (job.TryGetProperty("error", out var error) ? $", {error.GetProperty("code")}" : "");
    }

    private static string Report(int number) => ReportFunctions.Report.Replace("{id}", $"00000000-0000-4000-8000-{number:D12}", StringComparison.Ordinal);

    /// <summary>A report that was asked for.</summary>
    /// <param name="Row">Its row.</param>
    /// <param name="Url">Its job.</param>
    private readonly record struct Generated(int Row, string Url);
}
