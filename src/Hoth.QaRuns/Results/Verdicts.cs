using System.Collections.Immutable;

namespace Hoth.QaRuns.Results;

/// <summary>
/// The rules of the verdict. Findings: FAIL. Else a tested operation that no 2xx came from, or of which nothing was compared, or a run that was stopped:
/// INCONCLUSIVE. Else something left out: PASS_WITH_WARNINGS. Notes about the specification have no weight.
/// </summary>
internal static class Verdicts
{
    public static (Verdict Verdict, ImmutableArray<string> Reasons) Of(
        ImmutableArray<OperationScore> scores, RunTotals totals, IReadOnlyList<ScenarioRecord> records, RunFacts facts)
    {
        string[] findings = totals.Findings == 0 ? [] : [$"{Count(totals.Findings, "finding")} in {Count(scores.Count(s => s.Findings > 0), "operation")}."];
        string[] gaps = [.. GapsOf(scores, totals, facts)];
        string[] warnings = [.. WarningsOf(scores, totals, records, facts)];
        var verdict = findings.Length > 0 ? Verdict.Fail : gaps.Length > 0 ? Verdict.Inconclusive : warnings.Length > 0 ? Verdict.PassWithWarnings : Verdict.Pass;
        return (verdict, verdict == Verdict.Pass
            ? [$"{Count(totals.Assertions, "comparison")} in {Count(totals.Scenarios, "scenario")} of {Count(totals.Operations, "operation")}: all as specified."]
            : [.. findings, .. gaps, .. warnings]);
    }

    private static IEnumerable<string> GapsOf(ImmutableArray<OperationScore> scores, RunTotals totals, RunFacts facts)
    {
        if (facts.Stopped is not null) yield return facts.Stopped;
        if (totals.Scenarios == 0)
        {
            yield return "There was no scenario.";
            yield break;
        }

        var tested = scores.Where(s => s.LeftOut is null).ToList();
        if (NamesOf(tested.Where(s => s.Scenarios == 0)) is { } without) yield return $"There was no scenario of {without}.";
        if (totals.Assertions == 0) yield return "Nothing was compared.";
        else if (NamesOf(tested.Where(s => s is { Scenarios: > 0, Assertions: 0 })) is { } silent) yield return $"Nothing was compared of {silent}.";
        if (NamesOf(tested.Where(s => s is { Scenarios: > 0, Reached: false })) is { } unreached) yield return $"No valid request was answered with a 2xx by {unreached}.";
        if (totals is { Failed: > 0, Findings: 0 }) yield return $"{Count(totals.Failed, "scenario")} failed without a finding: a fault of Hoth.";
    }

    private static IEnumerable<string> WarningsOf(
        ImmutableArray<OperationScore> scores, RunTotals totals, IReadOnlyList<ScenarioRecord> records, RunFacts facts)
    {
        foreach (var same in scores.Where(s => s.LeftOut is not null).GroupBy(s => s.LeftOut!, StringComparer.Ordinal))
        {
            yield return $"Left out: {NamesOf(same)}. {same.Key}";
        }

        if (scores.Where(s => s.ScenariosOverLimit > 0).ToList() is { Count: > 0 } over)
        {
            var names = string.Join(", ", over.Select(s => $"{s.OperationId} {s.ScenariosOverLimit:N0}"));
            yield return $"{Count(over.Sum(s => s.ScenariosOverLimit), "scenario")} left out, over the limit of {facts.Options.MaxScenariosPerOperation} per operation: {names}.";
        }

        foreach (var same in records.Where(r => r.Outcome == ScenarioOutcome.NotRun).GroupBy(r => r.Reason, StringComparer.Ordinal))
        {
            yield return $"{Count(same.Count(), "scenario")} did not run ({string.Join(", ", same.Select(r => r.OperationId).Distinct())}): {same.Key ?? "no reason is known."}";
        }
    }

    /// <summary>The operations by name; null: none.</summary>
    private static string? NamesOf(IEnumerable<OperationScore> scores) => scores.Select(s => s.OperationId).ToList() is { Count: > 0 } names ? string.Join(", ", names) : null;

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count:N0} {noun}s";
}
