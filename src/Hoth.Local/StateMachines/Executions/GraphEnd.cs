using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>How a graph has ended.</summary>
/// <param name="Output">Its output, when there is no error.</param>
/// <param name="Error">What it failed with.</param>
/// <param name="Events">What is not in the history yet.</param>
internal sealed record GraphEnd(JsonNode? Output, StateError? Error, IReadOnlyList<HistoryEvent> Events);
