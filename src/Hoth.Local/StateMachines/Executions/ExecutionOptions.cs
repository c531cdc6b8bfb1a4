using Hoth.Ports;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>How executions are run.</summary>
public sealed record ExecutionOptions
{
    /// <summary>Ids and randomness, for States.UUID and jitter.</summary>
    public IIds Ids { get; init; } = SystemIds.Instance;

    /// <summary>How many functions run at once, over all executions; at least 1, default 20.</summary>
    public int MaxParallelTasks { get; init; } = 20;

    /// <summary>How many functions one execution runs at once; at least 1, default 10: a Map state over many items leaves room for the others.</summary>
    public int MaxParallelTasksOfOne { get; init; } = 10;

    /// <summary>Called after each durable step (<see cref="ExecutionFaultPoint"/>). One that throws ends everything here as a kill would.</summary>
    public IFaultPoints FaultPoints { get; init; } = NoFaultPoints.Instance;

    /// <summary>
    /// Gets every execution that failed, timed out or was aborted, EventBridge's place. At least once: when it throws, and when the process
    /// ends before it is done, it is called again.
    /// </summary>
    public Func<ExecutionEnded, CancellationToken, Task> OnExecutionEnded { get; init; } = (_, _) => Task.CompletedTask;
}

/// <summary>The fault points of executions.</summary>
public static class ExecutionFaultPoint
{
    /// <summary>An execution is recorded; none of its states has run.</summary>
    public const string Started = "execution.started";

    /// <summary>A function has answered; nobody knows yet (not a durable step: the one place where a call is repeated).</summary>
    public const string TaskAnswered = "execution.task-answered";

    /// <summary>What came of a state is recorded.</summary>
    public const string StateSaved = "execution.state-saved";

    /// <summary>The end of an execution is recorded; nobody has heard of it.</summary>
    public const string Ended = "execution.ended";

    /// <summary>The end of an execution was told; the record does not say so yet.</summary>
    public const string EndTold = "execution.end-told";

    /// <summary>Every name above.</summary>
    public static IReadOnlyList<string> All { get; } = [Started, TaskAnswered, StateSaved, Ended, EndTold];
}
