namespace Hoth.Local.StateMachines.Executions;

/// <summary>An execution as it is now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Workflow">The machine's name.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Input">JSON.</param>
/// <param name="Output">JSON, once it has succeeded.</param>
/// <param name="Error">An error name, when it failed, timed out or was aborted.</param>
/// <param name="Cause">More about the error.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="History">What happened, in order.</param>
public sealed record ExecutionDescription(
    string Name, string Workflow, ExecutionStatus Status, string Input, string? Output, string? Error, string? Cause,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, IReadOnlyList<HistoryEvent> History);

/// <summary>One thing that happened in an execution. Inputs and outputs of states are not kept.</summary>
/// <param name="At">When.</param>
/// <param name="Type">What.</param>
/// <param name="Branch">Where: empty in the machine's own graph, <c>/2</c> in the third branch or item of the state that the machine is in, and so on.</param>
/// <param name="State">The state; null for the execution itself.</param>
/// <param name="Error">The error name, where there was a failure.</param>
/// <param name="Cause">More about the error.</param>
public sealed record HistoryEvent(DateTimeOffset At, HistoryEventType Type, string Branch, string? State, string? Error, string? Cause);

/// <summary>Kinds of <see cref="HistoryEvent"/>.</summary>
public enum HistoryEventType
{
    /// <summary>A state was entered.</summary>
    StateEntered = 0,

    /// <summary>A state was left with success.</summary>
    StateExited = 1,

    /// <summary>A state failed and is tried again after a delay.</summary>
    StateRetried = 2,

    /// <summary>A state failed and another one takes the error.</summary>
    StateCaught = 3,

    /// <summary>A state failed, and its graph with it.</summary>
    StateFailed = 4,

    /// <summary>The execution reached its end, whichever.</summary>
    ExecutionEnded = 5,
}
