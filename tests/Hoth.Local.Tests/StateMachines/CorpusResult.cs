using System.Text.Json.Nodes;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>Compares what came of a case.</summary>
internal static class CorpusResult
{
    /// <summary>What of the expected members is not so; null when all are. Causes that ASL itself words are not expected.</summary>
    public static string? Mismatch(JsonObject expected, JsonObject actual) => expected
        .Where(member => !JsonNode.DeepEquals(member.Value, actual[member.Key]))
        .Select(member => $"{member.Key}: expected {Text(member.Value)}, was {Text(actual[member.Key])} in {Text(actual)}")
        .FirstOrDefault();

    /// <summary>
    /// The states in order. Those of branches and items, which may run in any order, follow as sets: one text for each branch that ran.
    /// </summary>
    public static string Path(CorpusCase item, IEnumerable<(string Token, string State, string Branch)> events)
    {
        var graphs = item.GraphOfStates();
        var all = events.ToList();
        var own = all.Where(e => graphs[e.State].Length == 0).Select(e => e.Token);
        var branches = all.Where(e => graphs[e.State].Length > 0)
            .GroupBy(e => (graphs[e.State], e.Branch))
            .Select(group => $"({string.Join(" ", group.Select(e => e.Token))})")
            .Order(StringComparer.Ordinal);
        return string.Join(" ", own.Concat(item.Json["anyBranches"] is null ? branches : []));
    }

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";
}
