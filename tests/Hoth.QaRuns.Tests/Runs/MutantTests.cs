using Hoth.MockCsp.Behaviours;
using Hoth.QaRuns.Results;

namespace Hoth.QaRuns.Tests.Runs;

/// <summary>CSPs with one fault each: the run finds it, by its fingerprint, and nothing else, whatever the seed.</summary>
public class MutantTests
{
    public static TheoryData<string, int> Cases()
    {
        var data = new TheoryData<string, int>();
        foreach (var name in Mutants.All.Keys)
        {
            foreach (var seed in Seeds.All) data.Add(name, seed);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Fault_is_found_by_its_fingerprint_and_nothing_else_is(string name, int seed)
    {
        var (behaviour, expected, serve) = Mutants.All[name];

        var journal = await TestRun.RunAsync(behaviour(), seed, serve is null ? null : next => new Mutant(serve(), next));

        TestRun.FingerprintsOf(journal).ShouldBe([expected], string.Join('\n', journal.Records.SelectMany(r => r.Findings.Select(f => $"{f.Fingerprint}: {f.Message} [{r.ScenarioId}]"))));
    }

    [Fact]
    public void Every_check_has_a_mutant()
    {
        var checks = typeof(CheckNames).GetFields().Select(f => (string)f.GetValue(null)!).ToList();

        checks.Count.ShouldBe(14);
        Mutants.All.Values.Select(m => m.Expected.Split(' ')[0]).Distinct().Order().ShouldBe(checks.Order());
        Mutants.All.Count.ShouldBeGreaterThanOrEqualTo(20);
    }
}
