using System.Text.Json.Nodes;
using Hoth.Local.Tests.StateMachines.Emulators;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>The corpus through aws-local-stepfunctions: somebody else's reading of the same language.</summary>
public sealed class EmulatorComparisonTests
{
    [SkippableFact]
    public async Task Emulator_and_runner_agree_when_they_run_the_corpus()
    {
        var cases = CorpusCase.All.Where(item => item.Emulator?["skip"] is null).ToList();
        var input = new JsonArray([.. cases.Select(item => item.Json.DeepClone())]);

        var results = JsonNode.Parse(await StepFunctionsEmulator.RunAsync("asl-run.mjs", input.ToJsonString()))!.AsArray();

        results.Count.ShouldBe(cases.Count);
        var mismatches = new List<string>();
        for (var i = 0; i < cases.Count; i++)
        {
            mismatches.AddRange(await CompareAsync(cases[i], results[i]!.AsObject()));
        }

        mismatches.ShouldBeEmpty();
    }

    [Fact]
    public void Difference_from_the_emulator_has_a_reason_and_a_page_of_AWS_when_it_is_listed() => CorpusCase.All
        .Where(item => item.Emulator is { } emulator
            && (emulator["reason"]?.GetValue<string>() is not { Length: > 20 }
                || emulator["page"]?.GetValue<string>().StartsWith("https://docs.aws.amazon.com/step-functions/", StringComparison.Ordinal) != true))
        .ShouldBeEmpty();

    private static async Task<IEnumerable<string>> CompareAsync(CorpusCase item, JsonObject actual)
    {
        var mismatches = new List<string>();
        var expected = item.Emulator?["expect"]?.AsObject() ?? item.Expected;
        if (CorpusResult.Mismatch(expected, actual) is { } mismatch)
        {
            mismatches.Add($"{item.Name}: {mismatch}");
        }

        // A listed difference in the result is one in the path too, as a rule.
        if (item.Emulator is null)
        {
            var (_, path) = await CorpusTests.RunAsync(item);
            var theirs = CorpusResult.Path(item, actual["path"]!.AsArray()
                .Select(e => (e!["token"]!.GetValue<string>(), e["state"]!.GetValue<string>(), e["index"]?.ToJsonString() ?? "")));
            if (path != theirs)
            {
                mismatches.Add($"{item.Name}: path of the runner {path}, of the emulator {theirs}");
            }
        }

        return mismatches;
    }
}
