using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Model;
using Hoth.Local.StateMachines.Paths;
using Hoth.Ports;

namespace Hoth.Local.StateMachines.Interpreting;

/// <summary>
/// What the states of ASL mean. It keeps nothing, waits for nothing and calls nothing: it says what is to be done next, somebody else
/// does it, remembers it, and comes back with what came of it.
/// </summary>
/// <param name="ids">For States.UUID and jitter.</param>
internal sealed class Interpreter(IIds ids)
{
    /// <summary>Inline Map states run at most 40 items at once. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html</summary>
    private const int MaximumConcurrency = 40;

    private const double MaximumSeconds = 99_999_999;

    /// <summary>A state has been entered, or is to be tried again.</summary>
    public Step Begin(Visit visit, DateTimeOffset now) => Guarded(visit, () => visit.State switch
    {
        TaskState task => BeginTask(task, visit),
        PassState pass => Complete(visit, pass.HasResult ? pass.Result : Effective(visit)),
        ChoiceState choice => Choose(choice, visit),
        WaitState wait => new Step.Wait(Until(wait, visit, now)),
        SucceedState => new Step.End(Output(visit, Selected(visit))),
        FailState fail => new Step.Fail(new StateError(FailText(fail.Error, visit), FailText(fail.Cause, visit))),
        MapState map => BeginMap(map, visit),
        ParallelState parallel => BeginParallel(parallel, visit),
        _ => throw new InvalidOperationException($"Unknown state {visit.State}."),
    });

    /// <summary>What a state began has come to its end.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="result">A task's answer, the outputs of a fork as an array, or nothing after a wait.</param>
    public Step Complete(Visit visit, JsonNode? result) => Guarded(visit, () =>
    {
        var state = visit.State;
        JsonNode? output;
        if (state is WaitState)
        {
            output = Selected(visit);
        }
        else
        {
            var selected = JsonValues.Limited(result, "state's result");
            selected = state.ResultSelector is { } selector ? selector.Evaluate(ScopeOf(visit, selected)) : selected;
            output = state.ResultPath is { } path ? path.Put(visit.Input, selected) : visit.Input;
        }

        output = Output(visit, output);
        return state.Next is { } next ? new Step.MoveTo(next, output) : new Step.End(output);
    });

    /// <summary>What a state began has failed: the state is tried again, or the error is caught, or the graph fails.</summary>
    public Step Fail(Visit visit, StateError error)
    {
        var name = error.Error ?? "";
        for (var i = 0; i < visit.State.Retry.Count; i++)
        {
            var retrier = visit.State.Retry[i];
            if (!ErrorNames.Match(retrier.ErrorEquals, name))
            {
                continue;
            }

            if (visit.Retries[i] < retrier.MaxAttempts)
            {
                return new Step.Retry(i, retrier.DelayBefore(visit.Retries[i], ids.NextDouble()), error);
            }

            // The first retrier that matches decides.
            break;
        }

        var catcher = visit.State.Catch.FirstOrDefault(catcher => ErrorNames.Match(catcher.ErrorEquals, name));
        return catcher is null ? new Step.Fail(error) : Caught(visit, catcher, error);
    }

    private static Step Caught(Visit visit, Catcher catcher, StateError error)
    {
        try
        {
            var description = new JsonObject { ["Error"] = error.Error, ["Cause"] = error.Cause };
            var output = catcher.ResultPath is { } path ? path.Put(visit.Input, description) : visit.Input;
            return new Step.MoveTo(catcher.Next, JsonValues.Limited(output, "caught error"), error);
        }
        catch (StateFailureException e)
        {
            return new Step.Fail(e.Error);
        }
    }

    /// <summary>What goes wrong with paths and payloads is a failure of the state like any other.</summary>
    private Step Guarded(Visit visit, Func<Step> work)
    {
        try
        {
            return work();
        }
        catch (StateFailureException e)
        {
            return Fail(visit, e.Error);
        }
    }

    private Step.Invoke BeginTask(TaskState task, Visit visit)
    {
        var parameters = JsonValues.Limited(Effective(visit), "task's input") as JsonObject;
        if (parameters?["FunctionName"] is not JsonValue name || !name.TryGetValue<string>(out var function))
        {
            throw StateFailureException.Runtime("FunctionName must be a text.");
        }

        var timeout = task.TimeoutSeconds is { } seconds ? WholeSeconds(seconds.Evaluate(ScopeOf(visit, Selected(visit))), 1) : MaximumSeconds;
        var payload = parameters.ContainsKey("Payload") ? parameters["Payload"] : new JsonObject();
        return new Step.Invoke(function, payload, TimeSpan.FromSeconds(timeout));
    }

    private Step.MoveTo Choose(ChoiceState choice, Visit visit)
    {
        var scope = ScopeOf(visit, Selected(visit));
        var next = choice.Choices.FirstOrDefault(pair => ChoiceRules.Holds(pair.Rule, scope)).Next ?? choice.Next;

        // AWS reserves States.NoChoiceMatched and reports States.Runtime.
        return next is null
            ? throw StateFailureException.Runtime("No choice matched, and there is no Default.")
            : new Step.MoveTo(next, Output(visit, scope.Input));
    }

    private DateTimeOffset Until(WaitState wait, Visit visit, DateTimeOffset now)
    {
        var scope = ScopeOf(visit, Selected(visit));
        if (wait.Seconds is { } seconds)
        {
            return now + TimeSpan.FromSeconds(WholeSeconds(seconds.Evaluate(scope), 0));
        }

        return wait.Timestamp!.Evaluate(scope) is JsonValue text
            && text.TryGetValue<string>(out var timestamp)
            && ValueTests.TryReadTimestamp(timestamp, out var until)
                ? until
                : throw StateFailureException.Runtime("The timestamp to wait for must be a time of RFC 3339.");
    }

    private Step BeginMap(MapState map, Visit visit)
    {
        var scope = ScopeOf(visit, Selected(visit));
        if (map.Items.Evaluate(scope) is not JsonArray items)
        {
            throw StateFailureException.Runtime("What a Map state runs over must be an array.");
        }

        var concurrency = map.MaxConcurrency is { } maximum ? (int)Math.Min(WholeSeconds(maximum.Evaluate(scope), 0), MaximumConcurrency) : 0;
        var inputs = items.Select((item, index) => map.ItemSelector is { } selector
            ? selector.Evaluate(scope with { Context = ContextObject.OfItem(visit, index, item) })
            : item);
        return Forked(visit, [.. inputs.Select(input => JsonValues.Limited(input, "item's input"))], concurrency);
    }

    private Step BeginParallel(ParallelState parallel, Visit visit)
    {
        var input = JsonValues.Limited(Effective(visit), "branches' input");
        return Forked(visit, [.. parallel.Branches.Select(_ => input)], parallel.Branches.Count);
    }

    private Step Forked(Visit visit, JsonNode?[] inputs, int concurrency) => inputs.Length == 0
        ? Complete(visit, new JsonArray())
        : new Step.Fork(inputs, concurrency == 0 ? MaximumConcurrency : concurrency);

    private string? FailText(Expression? expression, Visit visit) => expression?.Evaluate(ScopeOf(visit, visit.Input)) switch
    {
        null when expression is null => null,
        JsonValue text when text.TryGetValue<string>(out var value) => value,
        _ => throw StateFailureException.Runtime("The error and cause of a Fail state must be texts."),
    };

    private static double WholeSeconds(JsonNode? value, double minimum)
    {
        if (value?.GetValueKind() == JsonValueKind.Number
            && value.Deserialize<double>() is var number
            && number >= minimum && number <= MaximumSeconds && number == Math.Floor(number))
        {
            return number;
        }

        throw StateFailureException.Runtime($"A number from {minimum} to {MaximumSeconds} without fraction is needed.");
    }

    /// <summary>The input after InputPath.</summary>
    private JsonNode? Selected(Visit visit) => visit.State.InputPath.Apply(ScopeOf(visit, visit.Input));

    /// <summary>The input after InputPath and Parameters.</summary>
    private JsonNode? Effective(Visit visit) => visit.State.Parameters is { } parameters
        ? parameters.Evaluate(ScopeOf(visit, Selected(visit)))
        : Selected(visit);

    private JsonNode? Output(Visit visit, JsonNode? output) =>
        JsonValues.Limited(visit.State.OutputPath.Apply(ScopeOf(visit, output)), "state's output");

    private Scope ScopeOf(Visit visit, JsonNode? input) => new(input, ContextObject.Of(visit), () => Uuids.New(ids));
}
