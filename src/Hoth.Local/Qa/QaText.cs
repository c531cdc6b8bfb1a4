using System.Globalization;
using System.Text;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Results.Rendering;

namespace Hoth.Local.Qa;

/// <summary>A report for people at a terminal; what servers sent is made visible, so that it cannot steer the terminal.</summary>
internal static class QaText
{
    private const int FewNotes = 5;
    private const int FewResources = 10;

    public static string Of(RunReport report, bool allNotes)
    {
        var text = new StringBuilder();
        AddScorecard(text, report);
        AddFindings(text, report);
        AddComparison(text, report.Comparison);
        AddCreated(text, report);
        AddNotes(text, report, allNotes);
        text.AppendLine(CultureInfo.InvariantCulture, $"{Words.Of(report.Verdict)} after {Words.Duration(report.EndedAt - report.StartedAt)}: {report.Totals.Assertions:N0} comparisons, {report.Totals.Requests:N0} requests");
        foreach (var reason in report.Reasons) text.AppendLine($"  {VisibleText.OneLine(reason)}");
        return text.ToString();
    }

    private static void AddScorecard(StringBuilder text, RunReport report)
    {
        var width = Math.Clamp(report.Operations.Max(o => o.OperationId.Length), 9, 48);
        text.AppendLine($"{"operation".PadRight(width)}  scenarios  passed  failed  not run  comparisons  2xx  findings");
        foreach (var o in report.Operations)
        {
            text.Append(VisibleText.OneLine(o.OperationId).PadRight(width)).Append("  ");
            text.AppendLine(o.LeftOut is null
                ? $"{o.Scenarios,9}  {o.Passed,6}  {o.Failed,6}  {o.NotRun,7}  {o.Assertions,11}  {(o.Reached ? "yes" : "no"),-3}  {o.Findings,8}"
                : $"left out: {VisibleText.OneLine(o.LeftOut)}");
        }

        text.AppendLine();
    }

    private static void AddFindings(StringBuilder text, RunReport report)
    {
        var scenarios = report.Scenarios.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var number = 0;
        foreach (var finding in report.Findings)
        {
            text.AppendLine($"{++number}. {VisibleText.OneLine(finding.Fingerprint)}");
            AddIndented(text, finding.Message);
            if (finding.Rule is not null) AddIndented(text, $"rule: {finding.Rule}");
            AddIndented(text, $"scenario: {finding.ScenarioId}{(finding.Scenarios > 1 ? $", and {finding.Scenarios - 1:N0} more" : "")}");
            if (scenarios[finding.ScenarioId].Exchanges.ElementAtOrDefault(finding.Exchange) is { } exchange)
            {
                AddIndented(text, Words.Answer(exchange));
                if (exchange.RequestBodyIsCut) AddIndented(text, "(the body was longer than is kept)");
                text.AppendLine(VisibleText.Of(CurlCommand.For(exchange)));
            }

            text.AppendLine();
        }
    }

    private static void AddComparison(StringBuilder text, BaselineComparison? comparison)
    {
        if (comparison is null) return;
        text.AppendLine(CultureInfo.InvariantCulture, $"Compared with the run of {comparison.BaselineStartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC ({Words.Of(comparison.BaselineVerdict)}): {comparison.Summary}");
        foreach (var (word, fingerprints) in new[] { ("new", comparison.New), ("fixed", comparison.Fixed), ("unchanged", comparison.Unchanged), ("not tested", comparison.NotTested) })
        {
            foreach (var fingerprint in fingerprints) text.AppendLine($"  {word,-10} {VisibleText.OneLine(fingerprint)}");
        }

        text.AppendLine();
    }

    private static void AddCreated(StringBuilder text, RunReport report)
    {
        if (report.Created.IsEmpty) return;
        text.AppendLine($"Left on the target: {report.Created.Length:N0} resources");
        foreach (var resource in report.Created.Take(FewResources)) text.AppendLine($"  {VisibleText.OneLine(resource.Path)}");
        if (report.Created.Length > FewResources) text.AppendLine("  … (the report in JSON or HTML has them all)");
        text.AppendLine();
    }

    private static void AddNotes(StringBuilder text, RunReport report, bool all)
    {
        if (report.Spec.Notes.IsEmpty) return;
        var isShown = all || report.Spec.Notes.Length <= FewNotes;
        text.AppendLine($"Notes about the specification, not held against the API: {report.Spec.Notes.Length:N0}{(isShown ? "" : " (--notes lists them)")}");
        foreach (var note in isShown ? report.Spec.Notes : []) text.AppendLine($"  {note.Code} {VisibleText.OneLine(note.Pointer)}: {VisibleText.OneLine(note.Text)}");
        text.AppendLine();
    }

    private static void AddIndented(StringBuilder text, string line) => text.AppendLine($"   {VisibleText.OneLine(line)}");
}
