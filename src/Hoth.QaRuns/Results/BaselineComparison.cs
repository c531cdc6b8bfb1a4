using System.Collections.Immutable;

namespace Hoth.QaRuns.Results;

/// <summary>What is different from an earlier run, by fingerprints in ordinal order.</summary>
public sealed record BaselineComparison
{
    /// <summary>When the earlier run began.</summary>
    public required DateTimeOffset BaselineStartedAt { get; init; }

    /// <summary>Its verdict.</summary>
    public required Verdict BaselineVerdict { get; init; }

    /// <summary>The specification is another one: its hash differs.</summary>
    public required bool SpecChanged { get; init; }

    /// <summary>The API behaves in another way: there are new or fixed findings by the same specification. Null: there are, and the specification has changed too.</summary>
    public required bool? ApiChanged { get; init; }

    /// <summary>Those three facts in words.</summary>
    public required string Summary { get; init; }

    /// <summary>Findings that the earlier run does not have.</summary>
    public required ImmutableArray<string> New { get; init; }

    /// <summary>Findings of the earlier run that were looked for in vain.</summary>
    public required ImmutableArray<string> Fixed { get; init; }

    /// <summary>Findings of both.</summary>
    public required ImmutableArray<string> Unchanged { get; init; }

    /// <summary>Findings of the earlier run that nothing can be said about: less was tested of their operations, or nothing.</summary>
    public required ImmutableArray<string> NotTested { get; init; }

    internal static BaselineComparison Of(RunReport baseline, RunReport now, bool wasStopped)
    {
        var before = baseline.Findings.ToDictionary(f => f.Fingerprint, StringComparer.Ordinal);
        var after = now.Findings.Select(f => f.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var gone = before.Values.Where(f => !after.Contains(f.Fingerprint)).ToLookup(f => !wasStopped && WasTestedAsMuch(f.OperationId, baseline, now));
        var comparison = new BaselineComparison
        {
            BaselineStartedAt = baseline.StartedAt,
            BaselineVerdict = baseline.Verdict,
            SpecChanged = baseline.Spec.Hash != now.Spec.Hash,
            ApiChanged = null,
            Summary = "",
            New = Sorted(after.Where(f => !before.ContainsKey(f))),
            Fixed = Sorted(gone[true].Select(f => f.Fingerprint)),
            Unchanged = Sorted(after.Where(before.ContainsKey)),
            NotTested = Sorted(gone[false].Select(f => f.Fingerprint)),
        };
        var differs = comparison.New.Length + comparison.Fixed.Length > 0;
        return comparison with
        {
            ApiChanged = !differs ? false : comparison.SpecChanged ? null : true,
            Summary = (comparison.SpecChanged, differs) switch
            {
                (false, false) => "The specification is the same, and so are the findings that were looked for.",
                (false, true) => "The specification is the same, and the findings are not: the API has changed.",
                (true, false) => "The specification has changed; the findings that were looked for are the same.",
                (true, true) => "The specification has changed, so that other findings may come from it as well as from the API.",
            },
        };
    }

    private static bool WasTestedAsMuch(string operationId, RunReport baseline, RunReport now)
    {
        var before = baseline.Operations.FirstOrDefault(o => o.OperationId == operationId);
        var after = now.Operations.FirstOrDefault(o => o.OperationId == operationId);
        return after is { LeftOut: null, Scenarios: > 0, NotRun: 0, Reached: true } && after.ScenariosOverLimit <= (before?.ScenariosOverLimit ?? 0);
    }

    private static ImmutableArray<string> Sorted(IEnumerable<string> fingerprints) => [.. fingerprints.Order(StringComparer.Ordinal)];
}
