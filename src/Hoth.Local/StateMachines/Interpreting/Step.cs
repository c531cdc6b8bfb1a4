using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Interpreting;

/// <summary>What is to be done next with a visit: the first three end it, the others are followed by another call of the interpreter.</summary>
internal abstract record Step
{
    /// <summary>Goes on with another state.</summary>
    /// <param name="Caught">The error that led there; null when the state succeeded.</param>
    public sealed record MoveTo(string State, JsonNode? Input, StateError? Caught = null) : Step;

    /// <summary>The graph is done.</summary>
    public sealed record End(JsonNode? Output) : Step;

    /// <summary>The graph has failed.</summary>
    public sealed record Fail(StateError Error) : Step;

    /// <summary>Begins again after a delay.</summary>
    /// <param name="Retrier">Which one wants that.</param>
    public sealed record Retry(int Retrier, TimeSpan Delay, StateError Error) : Step;

    /// <summary>Calls a function, then completes with its answer, or fails.</summary>
    public sealed record Invoke(string Function, JsonNode? Payload, TimeSpan Timeout) : Step;

    /// <summary>Waits, then completes.</summary>
    public sealed record Wait(DateTimeOffset Until) : Step;

    /// <summary>Runs the state's graphs, one for each input, then completes with the array of their outputs, or fails.</summary>
    /// <param name="MaxConcurrency">How many at once.</param>
    public sealed record Fork(IReadOnlyList<JsonNode?> Inputs, int MaxConcurrency) : Step;
}
