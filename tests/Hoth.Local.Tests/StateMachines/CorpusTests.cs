using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Executions;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>Every case of the corpus, through the runner.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Names => [.. CorpusCase.All.Select(item => item.Name)];

    [Fact]
    public void Corpus_has_at_least_sixty_cases() => CorpusCase.All.Count.ShouldBeGreaterThanOrEqualTo(60);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Runner_does_what_AWS_does_when_it_runs(string name)
    {
        var item = CorpusCase.All.Single(other => other.Name == name);

        var (result, path) = await RunAsync(item);

        CorpusResult.Mismatch(item.Expected, result).ShouldBeNull();
        if (item.Json["path"] is JsonArray expected)
        {
            path.ShouldBe(string.Join(" ", expected.Select(state => state!.GetValue<string>())));
        }
    }

    /// <summary>Runs a case.</summary>
    /// <returns>Its result, and its path as text.</returns>
    internal static async Task<(JsonObject Result, string Path)> RunAsync(CorpusCase item)
    {
        await using var rig = new ExecutionRig(item.Machine, item.Tasks);
        var end = await rig.RunAsync(item.Input);
        var result = new JsonObject
        {
            ["status"] = end.Status == ExecutionStatus.Succeeded ? "SUCCEEDED" : end.Status == ExecutionStatus.Failed ? "FAILED" : "TIMED_OUT",
            ["output"] = end.Output is null ? null : JsonNode.Parse(end.Output),
            ["error"] = end.Error,
            ["cause"] = end.Cause,
        };
        return (result, CorpusResult.Path(item, end.History.Select(e => (Token(e), e.State ?? "", e.Branch)).Where(e => e.Item1.Length > 0)));
    }

    private static string Token(HistoryEvent e) => e.Type switch
    {
        HistoryEventType.StateEntered => e.State!,
        HistoryEventType.StateRetried => $"{e.State}:retry",
        HistoryEventType.StateCaught => $"{e.State}:caught",
        _ => "",
    };
}
