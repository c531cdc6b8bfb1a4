namespace Hoth.Local.StateMachines;

/// <summary>Why a state or an execution failed.</summary>
/// <param name="Error">A name: the function's exception type, or one of ASL's.</param>
/// <param name="Cause">More about it; for a failed function the JSON that Lambda reports.</param>
public sealed record StateError(string? Error, string? Cause);

/// <summary>Ends the processing of a state, within the interpreter.</summary>
internal sealed class StateFailureException(string error, string cause) : Exception(cause)
{
    public StateError Error { get; } = new(error, cause);

    public static StateFailureException Runtime(string cause) => new(ErrorNames.Runtime, cause);
}
