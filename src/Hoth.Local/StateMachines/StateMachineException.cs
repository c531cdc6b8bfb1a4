namespace Hoth.Local.StateMachines;

/// <summary>A definition that this runner does not execute: wrong, or with something that it does not support.</summary>
public sealed class StateMachineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="machine">The machine's name.</param>
    /// <param name="violations">All of them; each names the state and the field.</param>
    public StateMachineException(string machine, IReadOnlyList<string> violations)
        : base($"The state machine {machine} cannot be run:{string.Concat(violations.Select(violation => $"{Environment.NewLine}- {violation}"))}")
    {
        Violations = violations;
    }

    /// <summary>All of them, at least one.</summary>
    public IReadOnlyList<string> Violations { get; }
}
