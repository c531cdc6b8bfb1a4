namespace Hoth.QaRuns.Results.Rendering;

/// <summary>The findings of a report on its page: the rule, what was sent, what came, and a command to see it again.</summary>
internal static class HtmlFindings
{
    public static async Task WriteAsync(HtmlOutput html, RunReport report, CancellationToken cancellationToken)
    {
        if (report.Findings.IsEmpty) return;
        var scenarios = report.Scenarios.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var isNew = report.Comparison?.New.ToHashSet(StringComparer.Ordinal) ?? [];
        html.Write($"""<h2>Findings</h2><p class="soft">The commands are for bash or zsh; TOKEN is the credential of the run.</p>""");
        foreach (var finding in report.Findings)
        {
            Write(html, finding, scenarios[finding.ScenarioId], isNew.Contains(finding.Fingerprint));
            await html.FlushAsync(cancellationToken);
        }
    }

    private static void Write(HtmlOutput html, ReportedFinding finding, ReportedScenario scenario, bool isNew)
    {
        html.Write($"<article><h3>{finding.Check}: {finding.OperationId}");
        if (isNew) html.Write($""" <span class="bad">new</span>""");
        html.Write($"</h3><p>{finding.Message}</p><dl><dt>Rule</dt><dd><code>{finding.Pointer}</code>");
        if (finding.Rule is not null) html.Write($"<pre>{finding.Rule}</pre>");
        html.Write($"</dd><dt>Scenario</dt><dd>{scenario.Title} ({scenario.Id})");
        if (finding.Scenarios > 1) html.Write($", and {finding.Scenarios - 1} more");
        html.Write($"</dd><dt>Fingerprint</dt><dd><code>{finding.Fingerprint}</code></dd></dl>");
        if (scenario.Exchanges.ElementAtOrDefault(finding.Exchange) is { } exchange) Write(html, exchange, scenario, finding.Exchange);
        html.Write($"</article>\n");
    }

    private static void Write(HtmlOutput html, Exchange exchange, ReportedScenario scenario, int at)
    {
        if (at > 0)
        {
            html.Write($"<details><summary>Before it: {at} requests</summary><ol>");
            foreach (var earlier in scenario.Exchanges.Take(at)) html.Write($"<li><code>{Words.Answer(earlier)}</code></li>");
            html.Write($"</ol></details>");
        }

        html.Write($"<p>Request</p><pre>{exchange.Method} {exchange.Url}\n");
        WriteMessage(html, exchange.RequestHeaders, exchange.RequestBody, exchange.RequestBodyIsCut);
        html.Write($"</pre><p>Answer after {(int)exchange.Milliseconds} ms</p><pre>");
        if (exchange.Status is { } status) html.Write($"{status}\n");
        if (exchange.Trouble is not null) html.Write($"{exchange.Trouble}\n");
        WriteMessage(html, exchange.ResponseHeaders, exchange.ResponseBody, exchange.ResponseBodyIsCut);
        html.Write($"</pre><p>Again</p><pre>{CurlCommand.For(exchange)}</pre>");
        if (exchange.RequestBodyIsCut) html.Write($"""<p class="warn">The body was longer than is kept; the run itself, by the same seed, sends all of it.</p>""");
    }

    private static void WriteMessage(HtmlOutput html, IReadOnlyDictionary<string, string> headers, string? body, bool isCut)
    {
        foreach (var (name, value) in headers) html.Write($"{name}: {value}\n");
        if (body is not null) html.Write($"\n{body}");
        if (isCut) html.Write($"\n… (cut)");
    }
}
