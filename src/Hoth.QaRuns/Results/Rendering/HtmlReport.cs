using System.Globalization;

namespace Hoth.QaRuns.Results.Rendering;

/// <summary>A report as one page of HTML that needs nothing else: no scripts, no other files. Whatever servers sent is shown as text.</summary>
public static class HtmlReport
{
    /// <summary>Writes, section by section.</summary>
    public static async Task WriteAsync(RunReport report, Stream output, CancellationToken cancellationToken)
    {
        var html = new HtmlOutput(output);
        WriteHead(html, report);
        WriteFacts(html, report);
        WriteComparison(html, report.Comparison);
        WriteScorecard(html, report);
        await html.FlushAsync(cancellationToken);
        await HtmlFindings.WriteAsync(html, report, cancellationToken);
        WriteScenarios(html, report);
        WriteCreated(html, report);
        WriteNotes(html, report);
        html.Write($"</main></body></html>\n");
        await html.FlushAsync(cancellationToken);
    }

    private static void WriteHead(HtmlOutput html, RunReport report)
    {
        html.Write($"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{HtmlStyle.Policy}"><meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">""");
        html.Write($"<title>{Words.Of(report.Verdict)}: {report.Spec.Title}</title><style>");
        html.WriteStyle();
        html.Write($"</style></head><body><main>\n");
        html.Write($"""<h1><span class="verdict {Words.Of(report.Verdict)}">{Words.Of(report.Verdict)}</span> {report.Spec.Title} {report.Spec.Version}</h1><ul>""");
        foreach (var reason in report.Reasons) html.Write($"<li>{reason}</li>");
        html.Write($"</ul>\n");
    }

    private static void WriteFacts(HtmlOutput html, RunReport report)
    {
        html.Write($"<dl><dt>Target</dt><dd>{report.BaseUrl}</dd><dt>Specification</dt><dd>{report.Spec.Hash} (SHA-256)</dd>");
        html.Write($"<dt>Begun</dt><dd>{report.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, took {Words.Duration(report.EndedAt - report.StartedAt)}</dd>");
        html.Write($"<dt>Scenarios</dt><dd>{report.Totals.Scenarios} ({report.Totals.Passed} passed, {report.Totals.Failed} failed, {report.Totals.NotRun} not run), {report.Totals.Assertions} comparisons, {report.Totals.Requests} requests</dd>");
        html.Write($"<dt>Made from</dt><dd>{report.Generator}, seed {report.Options.Seed.ToString(CultureInfo.InvariantCulture)}, {(report.Options.AllowWrites ? "writes allowed" : "operations that read alone")}</dd>");
        foreach (var (name, value) in report.Options.Parameters) html.Write($"<dt>{name}</dt><dd>{value}</dd>");
        html.Write($"</dl>\n");
    }

    private static void WriteComparison(HtmlOutput html, BaselineComparison? comparison)
    {
        if (comparison is null) return;
        html.Write($"<h2>Compared with the run of {comparison.BaselineStartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC ({Words.Of(comparison.BaselineVerdict)})</h2><p>{comparison.Summary}</p>");
        html.Write($"""<table><tr><th>Finding</th><th class="n">{comparison.New.Length} new, {comparison.Fixed.Length} fixed, {comparison.Unchanged.Length} unchanged, {comparison.NotTested.Length} not tested</th></tr>""");
        foreach (var fingerprint in comparison.New) html.Write($"""<tr><td>{fingerprint}</td><td class="n bad">new</td></tr>""");
        foreach (var fingerprint in comparison.Fixed) html.Write($"""<tr><td>{fingerprint}</td><td class="n good">fixed</td></tr>""");
        foreach (var fingerprint in comparison.Unchanged) html.Write($"""<tr><td>{fingerprint}</td><td class="n">unchanged</td></tr>""");
        foreach (var fingerprint in comparison.NotTested) html.Write($"""<tr><td>{fingerprint}</td><td class="n warn">not tested</td></tr>""");
        html.Write($"</table>\n");
    }

    private static void WriteScorecard(HtmlOutput html, RunReport report)
    {
        html.Write($"""<h2>Operations</h2><table><tr><th>Operation</th><th></th><th class="n">Scenarios</th><th class="n">Passed</th><th class="n">Failed</th><th class="n">Not run</th><th class="n">Comparisons</th><th>2xx</th><th class="n">Findings</th></tr>""");
        foreach (var o in report.Operations)
        {
            html.Write($"""<tr><td>{o.OperationId}</td><td class="soft">{o.Method} {o.Path}</td>""");
            if (o.LeftOut is not null) html.Write($"""<td colspan="7" class="warn">left out: {o.LeftOut}</td></tr>""");
            else html.Write($"""<td class="n">{o.Scenarios}</td><td class="n">{o.Passed}</td><td class="n">{o.Failed}</td><td class="n">{o.NotRun}</td><td class="n">{o.Assertions}</td><td class="{(o.Reached ? "good" : "warn")}">{(o.Reached ? "yes" : "no")}</td><td class="n {(o.Findings > 0 ? "bad" : "good")}">{o.Findings}</td></tr>""");
            if (o.ScenariosOverLimit > 0) html.Write($"""<tr><td></td><td colspan="8" class="warn">{o.ScenariosOverLimit} scenarios left out, over the limit of {report.Options.MaxScenariosPerOperation}</td></tr>""");
        }

        html.Write($"</table>\n");
    }

    private static void WriteScenarios(HtmlOutput html, RunReport report)
    {
        html.Write($"<h2>Scenarios</h2><details><summary>{report.Scenarios.Length} scenarios</summary><table><tr><th>Scenario</th><th>Kind</th><th>What it tries</th><th>Outcome</th></tr>");
        foreach (var s in report.Scenarios)
        {
            var look = s.Outcome switch { ScenarioOutcome.Passed => "good", ScenarioOutcome.Failed => "bad", _ => "warn" };
            html.Write($"""<tr><td>{s.Id}</td><td>{s.Kind.ToString()}</td><td>{s.Title}</td><td class="{look}">{(s.Outcome == ScenarioOutcome.NotRun ? $"not run: {s.Reason}" : s.Outcome == ScenarioOutcome.Passed ? "passed" : "failed")}</td></tr>""");
        }

        html.Write($"</table></details>\n");
    }

    private static void WriteCreated(HtmlOutput html, RunReport report)
    {
        if (report.Created.IsEmpty) return;
        html.Write($"<h2>Left on the target</h2><details><summary>{report.Created.Length} resources</summary><table><tr><th>Made by</th><th>Path</th><th>Id</th></tr>");
        foreach (var resource in report.Created) html.Write($"<tr><td>{resource.OperationId}</td><td>{resource.Path}</td><td>{resource.Id}</td></tr>");
        html.Write($"</table></details>\n");
    }

    private static void WriteNotes(HtmlOutput html, RunReport report)
    {
        if (report.Spec.Notes.IsEmpty) return;
        html.Write($"<h2>Notes about the specification</h2><p>Nothing of this is held against the API.</p><table><tr><th>Code</th><th>Where</th><th>What</th></tr>");
        foreach (var note in report.Spec.Notes) html.Write($"<tr><td>{note.Code}</td><td>{note.Pointer}</td><td>{note.Text}</td></tr>");
        html.Write($"</table>\n");
    }
}
