using Hoth.Local.StateMachines.Interpreting;
using Hoth.Local.StateMachines.Model;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>Where a frame is after a step, and what the history says about it.</summary>
internal static class Transitions
{
    public static (Frame Frame, IReadOnlyList<HistoryEvent> Events) Apply(StateGraph graph, string branch, Frame frame, Step step, DateTimeOffset now)
    {
        switch (step)
        {
            case Step.MoveTo move:
                var entered = Frame.Enter(graph.States[move.State], move.Input, now);
                var left = move.Caught is null ? Event(HistoryEventType.StateExited) : Event(HistoryEventType.StateCaught, move.Caught);
                return (entered, [left, new HistoryEvent(now, HistoryEventType.StateEntered, branch, entered.State, null, null)]);
            case Step.End end:
                return (frame with { Phase = FramePhase.Succeeded, Output = end.Output, DueAt = null, ForkInputs = [] }, [Event(HistoryEventType.StateExited)]);
            case Step.Fail fail:
                return (frame with { Phase = FramePhase.Failed, Error = fail.Error, DueAt = null, ForkInputs = [] }, [Event(HistoryEventType.StateFailed, fail.Error)]);
            case Step.Retry retry:
                var retries = frame.Retries.Select((count, index) => index == retry.Retrier ? count + 1 : count).ToList();
                return (
                    frame with { Phase = FramePhase.Retrying, Retries = retries, DueAt = now + retry.Delay, ForkInputs = [] },
                    [Event(HistoryEventType.StateRetried, retry.Error)]);
            case Step.Wait wait:
                return (frame with { Phase = FramePhase.Waiting, DueAt = wait.Until }, []);
            case Step.Fork fork:
                return (frame with { Phase = FramePhase.Forked, ForkInputs = fork.Inputs, ForkConcurrency = fork.MaxConcurrency, DueAt = null }, []);
            default:
                throw new InvalidOperationException($"A frame cannot be after {step}.");
        }

        HistoryEvent Event(HistoryEventType type, StateError? error = null) => new(now, type, branch, frame.State, error?.Error, error?.Cause);
    }
}
