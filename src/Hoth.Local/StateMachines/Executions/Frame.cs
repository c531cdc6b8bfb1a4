using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Model;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>
/// The durable position in one graph of an execution: its own, or that of one branch or item. A frame in <see cref="FramePhase.Forked"/>
/// has a frame for each branch that was begun.
/// </summary>
internal sealed record Frame
{
    public required string State { get; init; }

    public required JsonNode? Input { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    public FramePhase Phase { get; init; }

    /// <summary>How often each retrier of the state has been used.</summary>
    public IReadOnlyList<int> Retries { get; init; } = [];

    /// <summary>When a wait or a retry delay is over.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The inputs of the branches.</summary>
    public IReadOnlyList<JsonNode?> ForkInputs { get; init; } = [];

    /// <summary>How many branches run at once.</summary>
    public int ForkConcurrency { get; init; }

    /// <summary>What the graph has returned.</summary>
    public JsonNode? Output { get; init; }

    /// <summary>What the graph has failed with.</summary>
    public StateError? Error { get; init; }

    public bool IsOver => Phase is FramePhase.Succeeded or FramePhase.Failed;

    public static Frame Enter(State state, JsonNode? input, DateTimeOffset now) =>
        new() { State = state.Name, Input = input, EnteredAt = now, Retries = new int[state.Retry.Count] };
}

/// <summary>What a frame is doing.</summary>
internal enum FramePhase
{
    /// <summary>Its state is to begin, or has begun something that left no trace: a task.</summary>
    Ready = 0,

    /// <summary>Its Wait state waits for <see cref="Frame.DueAt"/>.</summary>
    Waiting = 1,

    /// <summary>Its state begins again at <see cref="Frame.DueAt"/>.</summary>
    Retrying = 2,

    /// <summary>Its state's branches run.</summary>
    Forked = 3,

    /// <summary>Its graph has an output.</summary>
    Succeeded = 4,

    /// <summary>Its graph has failed.</summary>
    Failed = 5,
}
