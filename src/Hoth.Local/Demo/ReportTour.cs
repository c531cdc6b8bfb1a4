using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hoth.Callers;
using Hoth.Functions.Reports;
using Hoth.Local.Tokens;

namespace Hoth.Local.Demo;

/// <summary>
/// Asks for reports as a client with a token would (seed 002): configure, generate, look until it is done, fetch. What comes of a
/// sample of the kind in events/reports depends on how far the worker is; here the tour waits for it.
/// </summary>
/// <param name="http">To the host's front door.</param>
/// <param name="issuer">Makes the clients' tokens.</param>
/// <param name="time">The host's clock.</param>
/// <param name="isIdle">True when the host has nothing to do.</param>
internal sealed class ReportTour(HttpClient http, DevelopmentIssuer issuer, SkippingTime time, Func<bool> isIdle)
{
    private const string Slice = "reports/";
    private const string ReportScopes = Scopes.ReadReports + " " + Scopes.WriteReports;

    /// <summary>Each job has ended long before; a tour that really waits longer is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeProvider Wall = TimeProvider.System;

    private readonly List<DemoRow> _rows = [];

    /// <summary>Makes the tour.</summary>
    public async Task<IReadOnlyList<DemoRow>> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, Wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await TourAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _rows.Add(new DemoRow(Slice + "…", "", "the rest of the tour", "", "", null, null, $"not made within {Patience.TotalSeconds} s"));
        }

        return _rows;
    }

    private async Task TourAsync(CancellationToken cancellationToken)
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
        return accepted is { } body ? new Generated(_rows.Count - 1, body.GetProperty("statusUrl").GetString()!) : null;
    }

    /// <summary>Waits for a job, and writes what became of it into its row.</summary>
    private async Task EndAsync(Generated job, string status, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var request = Request(HttpMethod.Get, job.Url, "alice");
            using var answer = await http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            if (body.GetProperty("done").GetBoolean())
            {
                var (from, to) = (body.GetProperty("createdAt").GetDateTimeOffset(), body.GetProperty("finishedAt").GetDateTimeOffset());
                var reached = body.GetProperty("status").GetString()!;
                _rows[job.Row] = _rows[job.Row] with
                {
                    Result = reached + Details(body),
                    JobTime = to - from,
                    RealTime = time.RealTime(from, to),
                    Mistake = _rows[job.Row].Mistake ?? (reached == status ? null : $"{status} was expected"),
                };
                return;
            }

            await time.WaitAsync(Pause, isIdle, cancellationToken);
        }
    }

    private static string Details(JsonElement job)
    {
        var rows = job.TryGetProperty("result", out var result) && result.TryGetProperty("rows", out var count) ? $", {count} rows" : "";
        var warnings = job.TryGetProperty("warnings", out var list) ? $", {list.GetArrayLength()} warnings" : "";
        return rows + warnings + (job.TryGetProperty("error", out var error) ? $", {error.GetProperty("code")}" : "");
    }

    /// <summary>Sends a request and adds a row for it.</summary>
    /// <returns>The answer where it is JSON and as expected.</returns>
    private async Task<JsonElement?> SendAsync(
        string name, string description, HttpMethod method, string url, string? who, int? status, CancellationToken cancellationToken, object? body = null, string csps = "")
    {
        var started = Wall.GetTimestamp();
        using var request = Request(method, url, who);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var rows = answer.Content.Headers.ContentType?.MediaType == "text/csv" ? $"{text.Count(c => c == '\n') - 1} rows as CSV" : "";
        // Cancelling answers 200 where nobody had begun, else 202.
        var mistake = status is { } wanted ? ((int)answer.StatusCode == wanted ? null : $"{wanted} was expected") : answer.IsSuccessStatusCode ? null : "200 or 202 was expected";
        _rows.Add(new DemoRow(
            Slice + name, csps, description, $"{(int)answer.StatusCode} {DemoTable.Text(Wall.GetElapsedTime(started))}", rows, null, null, mistake));
        return mistake is null && answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonSerializer.Deserialize<JsonElement>(text) : null;
    }

    private HttpRequestMessage Request(HttpMethod method, string url, string? who)
    {
        var request = new HttpRequestMessage(method, url);
        if (who is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Issue(who, ReportScopes, TimeSpan.FromHours(1)));
        return request;
    }

    private static string Report(int number) => ReportFunctions.Report.Replace("{id}", $"00000000-0000-4000-8000-{number:D12}", StringComparison.Ordinal);

    /// <summary>A report that was asked for.</summary>
    /// <param name="Row">Its row.</param>
    /// <param name="Url">Its job.</param>
    private readonly record struct Generated(int Row, string Url);
}
