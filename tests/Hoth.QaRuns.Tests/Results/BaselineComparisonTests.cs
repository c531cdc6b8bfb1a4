using System.Collections.Immutable;
using Hoth.QaRuns.Results;
using static Hoth.QaRuns.Tests.Results.RunReports;

namespace Hoth.QaRuns.Tests.Results;

public class BaselineComparisonTests
{
    private static readonly Finding A = Finding("getThing", pointer: "#/a");
    private static readonly Finding B = Finding("getThing", pointer: "#/b");
    private static readonly Finding C = Finding("listThings", pointer: "#/c");

    public static TheoryData<string, string, bool, string, string, string, bool?> Runs() => new()
    {
        // before, now, other specification → new, fixed, unchanged, API changed
        { "", "", false, "", "", "", false },
        { "", "", true, "", "", "", false },
        { "a", "a", false, "", "", "a", false },
        { "a", "a", true, "", "", "a", false },
        { "", "a", false, "a", "", "", true },
        { "", "a", true, "a", "", "", null },
        { "a", "", false, "", "a", "", true },
        { "a", "", true, "", "a", "", null },
        { "ab", "bc", false, "c", "a", "b", true },
        { "abc", "cba", false, "", "", "abc", false },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Findings_are_new_fixed_or_unchanged(string before, string now, bool otherSpec, string new_, string fixed_, string unchanged, bool? apiChanged)
    {
        var baseline = EvaluateRun.Run(With(before) with { Spec = otherSpec ? Spec with { Hash = "hash-0" } : Spec });

        var comparison = EvaluateRun.Run(With(now) with { Baseline = baseline }).Comparison!;

        comparison.New.ShouldBe(Fingerprints(new_));
        comparison.Fixed.ShouldBe(Fingerprints(fixed_));
        comparison.Unchanged.ShouldBe(Fingerprints(unchanged));
        comparison.NotTested.ShouldBeEmpty();
        comparison.SpecChanged.ShouldBe(otherSpec);
        comparison.ApiChanged.ShouldBe(apiChanged);
        comparison.Summary.ShouldContain(otherSpec ? "specification has changed" : "specification is the same");
        comparison.BaselineVerdict.ShouldBe(baseline.Verdict);
    }

    [Fact]
    public void A_finding_that_was_not_looked_for_is_not_fixed()
    {
        var baseline = EvaluateRun.Run(With("abc"));
        RunFacts[] less =
        [
            With("c") with { Stopped = "The run was cancelled." },
            Facts([.. With("c").Records, NotRun("getThing", "9")]),
            Facts([.. With("c").Records.Where(r => r.OperationId != "getThing")]) with { LeftOut = ImmutableDictionary<string, string>.Empty.Add("getThing", "Why.") },
            Facts([.. With("c").Records.Where(r => r.OperationId != "getThing")]),
            OverLimit(With("c"), 1),
            Facts([.. With("c").Records.Select(r => r with { Reached = ["listThings", "addThing"] })]),
            Facts([.. With("c").Records.Where(r => r.OperationId != "getThing")]) with { Spec = Spec with { Operations = [.. Spec.Operations.Where(o => o.Id != "getThing")] } },
        ];

        foreach (var facts in less)
        {
            var comparison = EvaluateRun.Run(facts with { Baseline = baseline }).Comparison!;
            comparison.NotTested.ShouldBe(Fingerprints("ab"));
            comparison.Fixed.ShouldBeEmpty();
            comparison.Unchanged.ShouldBe(Fingerprints("c"));
        }
    }

    [Fact]
    public void Leaving_out_as_many_scenarios_as_before_still_fixes()
    {
        var baseline = EvaluateRun.Run(OverLimit(With("a"), 5));

        EvaluateRun.Run(OverLimit(With(""), 5) with { Baseline = baseline }).Comparison!.Fixed.ShouldBe(Fingerprints("a"));
    }

    [Fact]
    public void A_comparison_does_not_change_the_verdict()
    {
        var baseline = EvaluateRun.Run(With("a"));

        EvaluateRun.Run(With("a") with { Baseline = baseline }).Verdict.ShouldBe(Verdict.Fail);
        EvaluateRun.Run(With("") with { Baseline = baseline }).Verdict.ShouldBe(Verdict.Pass);
        EvaluateRun.Run(With("")).Comparison.ShouldBeNull();
    }

    private static IEnumerable<Finding> Findings(string letters) => letters.Select(l => l switch { 'a' => A, 'b' => B, _ => C });

    private static IEnumerable<string> Fingerprints(string letters) => Findings(letters).Select(f => f.Fingerprint);

    private static RunFacts OverLimit(RunFacts facts, int count) => facts with { Records = [.. facts.Records.Select(r => r.ScenarioId == "getThing/1" ? r with { LeftOut = count } : r)] };

    private static RunFacts With(string letters) => Facts([.. Good().Records, .. Findings(letters).Select((f, i) => Failed(f.OperationId, $"{i + 2}", f))]);
}
