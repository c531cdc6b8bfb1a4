using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Model;

/// <summary>One state. The ASL field of each property has the same name; https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html.</summary>
public abstract record State(string Name)
{
    /// <summary>What the state sees of its input; <c>$</c> when absent, <c>{}</c> when null.</summary>
    internal InputOutputPath InputPath { get; init; } = InputOutputPath.Whole;

    /// <summary>What the next state gets of its output.</summary>
    internal InputOutputPath OutputPath { get; init; } = InputOutputPath.Whole;

    /// <summary>The next state; null at an end.</summary>
    public string? Next { get; init; }

    /// <summary>Replaces the input; null when absent. Task, Parallel and Pass only.</summary>
    internal Expression? Parameters { get; init; }

    /// <summary>Replaces the result. Task, Parallel and Map only.</summary>
    internal Expression? ResultSelector { get; init; }

    /// <summary>Where the result goes in the input; null discards it.</summary>
    internal ReferencePath? ResultPath { get; init; } = ReferencePath.Root;

    /// <summary>Tried in order, on Task, Parallel and Map.</summary>
    public IReadOnlyList<Retrier> Retry { get; init; } = [];

    /// <summary>Tried in order once no retrier wants another attempt, on Task, Parallel and Map.</summary>
    internal IReadOnlyList<Catcher> Catch { get; init; } = [];
}

/// <summary>Invokes a Lambda function through <c>arn:aws:states:::lambda:invoke</c>; <see cref="State.Parameters"/> holds FunctionName and Payload.</summary>
public sealed record TaskState(string Name) : State(Name)
{
    /// <summary>Time for one attempt; a constant number of seconds or a path to one. Null: the 99999999 s of ASL.</summary>
    internal Expression? TimeoutSeconds { get; init; }
}

/// <summary>Passes its input on, or a constant.</summary>
public sealed record PassState(string Name) : State(Name)
{
    /// <summary>Whether <see cref="Result"/> counts: null is a value too.</summary>
    public bool HasResult { get; init; }

    /// <summary>The constant.</summary>
    public JsonNode? Result { get; init; }
}

/// <summary>Chooses the next state; <see cref="State.Next"/> is the Default.</summary>
public sealed record ChoiceState(string Name) : State(Name)
{
    internal IReadOnlyList<(ChoiceRule Rule, string Next)> Choices { get; init; } = [];
}

/// <summary>Waits for a number of seconds or until an instant. Exactly one is set.</summary>
public sealed record WaitState(string Name) : State(Name)
{
    internal Expression? Seconds { get; init; }

    internal Expression? Timestamp { get; init; }
}

/// <summary>Runs a graph for each item of an array.</summary>
public sealed record MapState(string Name, StateGraph ItemProcessor) : State(Name)
{
    internal Expression Items { get; init; } = Expression.Input;

    internal Expression? ItemSelector { get; init; }

    /// <summary>How many items at once; 0 is no limit of the state's own.</summary>
    internal Expression? MaxConcurrency { get; init; }
}

/// <summary>Runs several graphs on the same input.</summary>
public sealed record ParallelState(string Name, IReadOnlyList<StateGraph> Branches) : State(Name);

/// <summary>Ends its graph.</summary>
public sealed record SucceedState(string Name) : State(Name);

/// <summary>Ends its graph with an error.</summary>
public sealed record FailState(string Name) : State(Name)
{
    internal Expression? Error { get; init; }

    internal Expression? Cause { get; init; }
}
