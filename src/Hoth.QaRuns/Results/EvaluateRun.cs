using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Results;

/// <summary>Makes the report of a run. The same facts make the same report, whatever the order of the records.</summary>
public static class EvaluateRun
{
    private const int LongestRule = 1_000;

    private const string Writes = "It writes, and writes are not allowed.";

    /// <summary>Makes it.</summary>
    /// <exception cref="ArgumentException">Two records of one scenario, or one of an operation that the specification does not have.</exception>
    public static RunReport Run(RunFacts facts)
    {
        var position = facts.Spec.Operations.Select((operation, at) => (operation.Id, at)).ToDictionary(o => o.Id, o => o.at, StringComparer.Ordinal);
        var records = Sorted(facts.Records, position);
        if (FindingFold.AreCredentialsRefused(records)) records = [.. records.Select(FindingFold.WithoutRefusals)];
        var findings = FindingsOf(facts.Spec, records, position);
        var reached = records.SelectMany(r => r.Reached).ToHashSet(StringComparer.Ordinal);
        var ownRecords = records.ToLookup(r => r.OperationId, StringComparer.Ordinal);
        var scores = facts.Spec.Operations.Select(o => ScoreOf(o, facts, [.. ownRecords[o.Id]], reached, findings)).ToImmutableArray();
        var totals = TotalsOf(scores, records);
        var (verdict, reasons) = Verdicts.Of(scores, totals, records, facts);
        var report = new RunReport
        {
            Format = RunReport.CurrentFormat,
            Verdict = verdict,
            Reasons = reasons,
            Spec = new ReportedSpec(facts.Spec.Title, facts.Spec.Version, facts.Spec.Hash, [.. facts.Spec.Notes]),
            BaseUrl = facts.BaseUrl,
            Options = facts.Options with { Parameters = facts.Options.Parameters.ToImmutableSortedDictionary(p => p.Key, p => SecretNames.IsHeader(p.Key) ? Redaction.Mark : p.Value) },
            Generator = facts.Generator,
            StartedAt = facts.StartedAt,
            EndedAt = facts.EndedAt,
            Totals = totals,
            Operations = scores,
            Findings = findings,
            Scenarios = [.. records.Select(Reported)],
            Created = [.. records.SelectMany(r => r.Created)],
        };
        return facts.Baseline is null ? report : report with { Comparison = BaselineComparison.Of(facts.Baseline, report, facts.Stopped is not null) };
    }

    private static List<ScenarioRecord> Sorted(IReadOnlyCollection<ScenarioRecord> records, Dictionary<string, int> position)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (!ids.Add(record.ScenarioId)) throw new ArgumentException($"There are two records of the scenario {record.ScenarioId}.", nameof(records));
            if (record.Findings.Select(f => f.OperationId).Append(record.OperationId).FirstOrDefault(o => !position.ContainsKey(o)) is { } unknown)
            {
                throw new ArgumentException($"The record of {record.ScenarioId} is about {unknown}, which the specification does not have.", nameof(records));
            }
        }

        return [.. records.OrderBy(r => position[r.OperationId]).ThenBy(r => r.ScenarioId, StringComparer.Ordinal)];
    }

    private static ImmutableArray<ReportedFinding> FindingsOf(ApiSpec spec, List<ScenarioRecord> records, Dictionary<string, int> position)
    {
        var kept = FindingFold.Fold(spec, records).Select(f => f.Fingerprint).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. records
                .SelectMany(r => r.Findings.DistinctBy(f => f.Fingerprint))
                .Where(f => kept.Contains(f.Fingerprint))
                .GroupBy(f => f.Fingerprint, StringComparer.Ordinal)
                .Select(same => (First: same.First(), Count: same.Count()))
                .OrderBy(f => position[f.First.OperationId]).ThenBy(f => f.First.Fingerprint, StringComparer.Ordinal)
                .Select(f => new ReportedFinding(
                    f.First.Fingerprint, f.First.Check, f.First.OperationId, f.First.Pointer, RuleAt(f.First.Pointer, spec.Document), f.First.Message, f.First.ScenarioId, f.First.Exchange, f.Count)),
        ];
    }

    private static string? RuleAt(string pointer, JsonElement document)
    {
        // Names with half a character cannot be looked up.
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(pointer));
        if (JsonPointer.Find(document, wellFormed) is not { } rule) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) rule.WriteTo(writer);
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return text.Length <= LongestRule ? text : $"{text.AsSpan(0, LongestRule)}…";
    }

    private static OperationScore ScoreOf(
        ApiOperation operation, RunFacts facts, ImmutableArray<ScenarioRecord> records, HashSet<string> reached, ImmutableArray<ReportedFinding> findings) => new()
        {
            OperationId = operation.Id,
            Method = operation.Method,
            Path = operation.Path,
            LeftOut = facts.LeftOut.GetValueOrDefault(operation.Id) ?? (operation.IsSafe || facts.Options.AllowWrites ? null : Writes),
            Scenarios = records.Length,
            Passed = records.Count(r => r.Outcome == ScenarioOutcome.Passed),
            Failed = records.Count(r => r.Outcome == ScenarioOutcome.Failed),
            NotRun = records.Count(r => r.Outcome == ScenarioOutcome.NotRun),
            ScenariosOverLimit = records.Sum(r => r.LeftOut),
            Assertions = records.Sum(r => r.Assertions),
            Reached = reached.Contains(operation.Id),
            Findings = findings.Count(f => f.OperationId == operation.Id),
        };

    private static RunTotals TotalsOf(ImmutableArray<OperationScore> scores, List<ScenarioRecord> records) => new(
        scores.Length,
        scores.Count(s => s.LeftOut is null),
        scores.Count(s => s.Reached),
        scores.Sum(s => s.Scenarios),
        scores.Sum(s => s.Passed),
        scores.Sum(s => s.Failed),
        scores.Sum(s => s.NotRun),
        scores.Sum(s => s.Assertions),
        scores.Sum(s => s.Findings),
        records.Sum(r => r.Exchanges.Length));

    private static ReportedScenario Reported(ScenarioRecord record) => new(
        record.ScenarioId,
        record.OperationId,
        record.Kind,
        record.Title,
        record.Outcome,
        record.Reason,
        record.Assertions,
        [.. record.Findings.DistinctBy(f => f.Fingerprint).Select(f => new ScenarioFinding(f.Fingerprint, f.Message, f.Exchange))],
        record.Exchanges);
}
