using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Model;

namespace Hoth.Local.StateMachines.Interpreting;

/// <summary>A state that was entered and not left yet.</summary>
/// <param name="State">The state.</param>
/// <param name="Input">Its raw input.</param>
/// <param name="EnteredAt">When it was entered.</param>
/// <param name="Retries">How often each retrier has been used since.</param>
/// <param name="Execution">The execution that it belongs to.</param>
internal sealed record Visit(State State, JsonNode? Input, DateTimeOffset EnteredAt, IReadOnlyList<int> Retries, ExecutionFacts Execution);

/// <summary>What the context object tells about an execution.</summary>
internal sealed record ExecutionFacts(string Machine, string Name, JsonNode? Input, DateTimeOffset StartedAt);
