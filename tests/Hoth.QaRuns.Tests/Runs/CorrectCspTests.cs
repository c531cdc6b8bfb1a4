using Hoth.MockCsp.Behaviours;
using Hoth.QaRuns.Results;

namespace Hoth.QaRuns.Tests.Runs;

/// <summary>A CSP that keeps to its specification, with whatever seed: nothing is held against it, and nothing is left untried.</summary>
public class CorrectCspTests
{
    public static TheoryData<string, int> Variants()
    {
        var data = new TheoryData<string, int>();
        foreach (var seed in Seeds.All)
        {
            data.Add("synchronous", seed);
            data.Add("asynchronous", seed);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Correct_csp_has_no_findings_and_every_operation_is_reached(string variant, int seed)
    {
        var behaviour = variant == "synchronous" ? new CspBehaviour() : new CspBehaviour { Async = new AsyncProvisioning() };

        var journal = await TestRun.RunAsync(behaviour, seed);

        journal.Records.SelectMany(r => r.Findings.Select(f => $"{f.Fingerprint}: {f.Message} [{r.ScenarioId}] {r.Exchanges.ElementAtOrDefault(f.Exchange)?.RequestBody} -> {r.Exchanges.ElementAtOrDefault(f.Exchange)?.ResponseBody}")).ShouldBeEmpty();
        TestRun.NotReached(journal).ShouldBeEmpty();
        journal.Records.Where(r => r.Outcome == ScenarioOutcome.NotRun).Select(r => $"{r.ScenarioId}: {r.Reason}").ShouldBeEmpty();
        journal.Records.Count.ShouldBeGreaterThan(200);
    }
}

internal static class Seeds
{
    public static IReadOnlyList<int> All { get; } = [1, 7, 20260401];
}
