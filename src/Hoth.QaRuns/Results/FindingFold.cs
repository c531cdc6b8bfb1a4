using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Results;

/// <summary>One fault, one finding: many scenarios show the same fault, some of them by way of another rule.</summary>
public static class FindingFold
{
    /// <summary>The findings of all records, each fault once, in a stable order.</summary>
    /// <param name="spec">What was tested.</param>
    /// <param name="records">All of a run, in any order.</param>
    public static IReadOnlyList<Finding> Fold(ApiSpec spec, IEnumerable<ScenarioRecord> records)
    {
        var all = records.OrderBy(r => r.ScenarioId, StringComparer.Ordinal).ToList();
        var findings = all.SelectMany(r => r.Findings).DistinctBy(f => f.Fingerprint).OrderBy(f => f.Fingerprint, StringComparer.Ordinal).ToList();
        if (AreCredentialsRefused(all)) findings.RemoveAll(IsRefusal);
        foreach (var operation in spec.Operations)
        {
            var rejected = findings.Where(f => f.OperationId == operation.Id && f.Check == CheckNames.ValidRejected).ToList();
            var causes = CausesOf(operation, rejected, all);
            findings.RemoveAll(f => rejected.Contains(f) && !causes.Contains(f));
        }

        return findings;
    }

    /// <summary>Whether nobody was let in anywhere: the credentials of the run are at fault.</summary>
    public static bool AreCredentialsRefused(IReadOnlyCollection<ScenarioRecord> records) =>
        records.All(r => r.Reached.IsEmpty) && records.SelectMany(r => r.Findings).Any(IsRefusal);

    /// <summary>A record that says nothing about the API where nobody was let in for want of credentials.</summary>
    public static ScenarioRecord WithoutRefusals(ScenarioRecord record)
    {
        // A 401 to a request that is to be rejected by another status is the same refusal.
        var others = record.Findings.RemoveAll(f => IsRefusal(f) || (f.Check == CheckNames.WrongRejectionStatus && record.Exchanges.ElementAtOrDefault(f.Exchange)?.Status == 401));
        if (others.Length == record.Findings.Length) return record;
        return record with { Findings = others, Outcome = others.IsEmpty ? ScenarioOutcome.NotRun : record.Outcome, Reason = record.Reason ?? "The target refuses the credentials of the run everywhere." };
    }

    private static bool IsRefusal(Finding finding) => finding.Check == CheckNames.ValidRejected && finding.Pointer.EndsWith("/security", StringComparison.Ordinal);

    /// <summary>Of rejected valid requests: all are rejected, or those with one member, or those at one limit of a member. The first that is so explains the others.</summary>
    private static List<Finding> CausesOf(ApiOperation operation, List<Finding> rejected, List<ScenarioRecord> records)
    {
        if (rejected.Find(IsRefusal) is { } refusal) return [refusal];
        if (rejected.Find(f => f.Pointer == operation.Pointer) is { } always) return [always];
        var whole = operation.BodySchema?.Pointer;
        if (rejected.Find(f => f.Pointer == whole) is { } everything)
        {
            // A body with everything in it is rejected for one of its members, and so is what was made from it: which one, the bodies with one member each tell.
            var single = $"{operation.Id}/{ScenarioKind.Positive}/body with ";
            var pointers = records.Where(r => r.ScenarioId.StartsWith(single, StringComparison.Ordinal)).SelectMany(r => r.Findings).Where(f => f.Check == CheckNames.ValidRejected).Select(f => f.Pointer).ToHashSet(StringComparer.Ordinal);
            var members = rejected.Where(f => pointers.Contains(f.Pointer)).ToList();
            return members.Count > 0 ? members : [everything];
        }

        return [.. rejected.Where(f => !rejected.Any(other => f.Pointer.StartsWith(other.Pointer + "/", StringComparison.Ordinal)))];
    }
}
