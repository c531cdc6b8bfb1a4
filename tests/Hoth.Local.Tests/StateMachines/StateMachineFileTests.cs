using System.Text.Json.Nodes;
using Hoth.Local.Tests.StateMachines.Emulators;
using Hoth.QaRuns.Runs;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>The machines that are deployed and run here.</summary>
public sealed class StateMachineFileTests
{
    public static TheoryData<string> Files => [.. StateMachineFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Machine_file_loads_with_every_placeholder_resolved(string file) => StateMachineFiles.Load(file).Source.ShouldNotContain("${");

    [Fact]
    public void Qa_runs_share_their_limits_among_as_many_functions_as_the_map_starts() =>
        JsonNode.Parse(StateMachineFiles.Text("qa-run.asl.json"))!["States"]!["TestOperations"]!["MaxConcurrency"]!.GetValue<int>().ShouldBe(QaSettings.Lanes);

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public async Task Machine_file_passes_both_linters(string file)
    {
        var input = new JsonObject { ["machine"] = JsonNode.Parse(StateMachineFiles.Text(file)), ["filled"] = JsonNode.Parse(StateMachineFiles.Load(file).Source) };

        var findings = JsonNode.Parse(await StepFunctionsEmulator.RunAsync("asl-lint.mjs", input.ToJsonString()))!.AsArray();

        findings.Select(finding => finding!.GetValue<string>()).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Linters_find_mistakes_when_there_are_some()
    {
        var machine = JsonNode.Parse("""{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "Nowhere" } } }""");
        var input = new JsonObject { ["machine"] = machine, ["filled"] = machine!.DeepClone() };

        var findings = JsonNode.Parse(await StepFunctionsEmulator.RunAsync("asl-lint.mjs", input.ToJsonString()))!.AsArray();

        findings.Select(finding => finding!.GetValue<string>().Split(':')[0]).Distinct().ShouldBe(["asl-validator", "statelint"], ignoreOrder: true);
    }
}
