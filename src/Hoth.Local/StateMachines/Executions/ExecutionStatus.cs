namespace Hoth.Local.StateMachines.Executions;

/// <summary>Where an execution is. All but the first are final.</summary>
public enum ExecutionStatus
{
    /// <summary>It has states to run.</summary>
    Running = 0,

    /// <summary>It reached an end.</summary>
    Succeeded = 1,

    /// <summary>A state failed, and nothing caught it.</summary>
    Failed = 2,

    /// <summary>It was not done within the machine's TimeoutSeconds.</summary>
    TimedOut = 3,

    /// <summary>Somebody stopped it.</summary>
    Aborted = 4,
}
