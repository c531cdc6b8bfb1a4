namespace Hoth.Local.StateMachines.Executions;

/// <summary>The name belongs to an execution with another input or of another machine, or did within the last 90 days.</summary>
public sealed class ExecutionAlreadyExistsException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ExecutionAlreadyExistsException(string name) : base($"There is another execution with the name {name}.")
    {
    }
}
