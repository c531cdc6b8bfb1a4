using System.Text.Json;
using Hoth.Local.StateMachines;
using Hoth.Local.Tests.StateMachines.Emulators;
using Hoth.Local.Tests.UseCases;

namespace Hoth.Local.Tests.Answers;

/// <summary>The tasks of the state machine as calls of the real functions, with the trouble that a test wants on the way.</summary>
internal sealed class FunctionTasks(ProvisioningRig rig, Trouble? trouble = null) : ITaskInvoker
{
    private int _troubles;

    public async Task<JsonElement> InvokeAsync(string function, JsonElement payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var now = trouble is not null && trouble.Function == function && _troubles++ < trouble.Times ? trouble : null;
        if (now is { IsCalled: false }) throw now.ToException();
        if (now?.StopsAt is { } point) rig.Faults.ArmAt(point);
        JsonElement answer;
        try
        {
            answer = await rig.CallAsync(function, payload);
        }
        catch (Exception e)
        {
            throw new TaskFailedException(now?.Error ?? e.GetType().Name, e.Message);
        }

        if (now?.Answer is { } other) return JsonDocument.Parse(other).RootElement;
        return now is { StopsAt: null } ? throw now.ToException() : answer;
    }
}

/// <summary>What happens to the first calls of a function.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Times">To how many of its calls.</param>
internal sealed record Trouble(string Function, int Times = 1)
{
    /// <summary>False: it is not even begun.</summary>
    public bool IsCalled { get; init; } = true;

    /// <summary>The fault point at which it dies; null: it is not begun, or it is done and its answer is lost.</summary>
    public string? StopsAt { get; init; }

    /// <summary>JSON: what it answers when it is done, instead of its answer; null: see the others.</summary>
    public string? Answer { get; init; }

    /// <summary>The error that the state machine sees; null: its own, or none at all where it does not answer.</summary>
    public string? Error { get; init; }

    public Exception ToException() => Error is null ? new NoAnswerException() : new TaskFailedException(Error, "As the test says.");
}
