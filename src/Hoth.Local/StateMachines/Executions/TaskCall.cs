using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Interpreting;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>Calls the function of a Task state.</summary>
internal static class TaskCall
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(20);

    /// <summary>Waits for a slot of the execution's own first, so that no execution fills the line for those of all.</summary>
    /// <returns>What the interpreter makes of the answer, or of the failure.</returns>
    public static async Task<Step> RunAsync(
        ExecutionServices services, SemaphoreSlim ownSlots, Visit visit, Step.Invoke invoke, CancellationToken cancellationToken)
    {
        await ownSlots.WaitAsync(cancellationToken);
        try
        {
            await services.TaskSlots.WaitAsync(cancellationToken);
            try
            {
                var answer = await AnswerAsync(services, invoke, cancellationToken);
                services.Reached(ExecutionFaultPoint.TaskAnswered);
                return answer.Error is { } error ? services.Interpreter.Fail(visit, error) : services.Interpreter.Complete(visit, answer.Result);
            }
            finally
            {
                services.TaskSlots.Release();
            }
        }
        finally
        {
            ownSlots.Release();
        }
    }

    private static async Task<(JsonNode? Result, StateError? Error)> AnswerAsync(ExecutionServices services, Step.Invoke invoke, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var call = services.Invoker.InvokeAsync(invoke.Function, JsonValues.ToElement(invoke.Payload), invoke.Timeout, cancellation.Token);
        try
        {
            var wait = invoke.Timeout < LongestTimeout ? invoke.Timeout : Timeout.InfiniteTimeSpan;
            var payload = await call.WaitAsync(wait, services.Time, cancellationToken);
            return (new JsonObject { ["ExecutedVersion"] = "$LATEST", ["Payload"] = JsonValues.FromElement(payload), ["StatusCode"] = 200 }, null);
        }
        catch (TimeoutException) when (!call.IsCompleted)
        {
            return (null, new StateError(ErrorNames.Timeout, null));
        }
        catch (TaskFailedException e)
        {
            return (null, e.ToStateError());
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The boundary of a function: whatever it dies of is its failure.
            return (null, new TaskFailedException(e.GetType().Name, e.Message).ToStateError());
        }
        finally
        {
            // Nobody waits any more, and its failure is nobody's. Told here: whatever ended the wait may be done with before it reaches the linked token.
            await cancellation.CancelAsync();
            _ = call.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }
}
