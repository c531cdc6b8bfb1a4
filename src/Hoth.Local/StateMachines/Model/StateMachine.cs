namespace Hoth.Local.StateMachines.Model;

/// <summary>A state machine in the Amazon States Language (JSONPath), checked and ready to run.</summary>
/// <param name="Name">Its logical name, for example <c>provisioning</c>.</param>
/// <param name="Graph">Its states.</param>
/// <param name="Timeout">How long an execution may take in all; null when there is no limit.</param>
/// <param name="Source">The definition with its placeholders filled in: executions go on with the one that they were started with.</param>
public sealed record StateMachine(string Name, StateGraph Graph, TimeSpan? Timeout, string Source);

/// <summary>States that run one after the other: a machine's own, those of one branch of a Parallel state, or those for an item of a Map state.</summary>
/// <param name="StartAt">Where to begin.</param>
/// <param name="States">By name; names are unique in the whole machine.</param>
public sealed record StateGraph(string StartAt, IReadOnlyDictionary<string, State> States);
