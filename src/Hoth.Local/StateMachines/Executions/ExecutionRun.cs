using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Interpreting;
using Hoth.Local.StateMachines.Model;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>
/// Runs one execution from where its frames say that it is: asks the interpreter what is next, does it, keeps what came of it, and goes on.
/// Cancelled at any moment, it can be run again; only a task that was under way is then called a second time.
/// </summary>
internal sealed class ExecutionRun : IDisposable
{
    /// <summary>https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html</summary>
    private const int MaximumEvents = 25_000;

    private readonly ExecutionServices _services;
    private readonly string _name;
    private readonly StateMachine _machine;
    private readonly ExecutionFacts _facts;
    private readonly SemaphoreSlim _ownTaskSlots;

    /// <summary>Frames of an earlier run that this one has not come to yet.</summary>
    private readonly ConcurrentDictionary<string, Frame> _earlier;

    public ExecutionRun(ExecutionServices services, ExecutionRecord execution, StateMachine machine)
    {
        _services = services;
        _name = execution.Name;
        _machine = machine;
        _ownTaskSlots = new SemaphoreSlim(services.MaxParallelTasksOfOne);
        _facts = new ExecutionFacts(execution.Workflow, execution.Name, JsonValues.Parse(execution.Input), execution.StartedAt);
        _earlier = new ConcurrentDictionary<string, Frame>(services.Reader.Frames(execution.Name), StringComparer.Ordinal);
    }

    /// <returns>The end of the machine's own graph, which is not kept as a frame: it is the end of the execution.</returns>
    /// <exception cref="OperationCanceledException">Cancelled, or the execution is over already.</exception>
    public Task<GraphEnd> RunAsync(CancellationToken cancellationToken) =>
        _earlier.TryRemove("", out var frame)
            ? RunAsync("", _machine.Graph, frame, cancellationToken)
            : throw new OperationCanceledException("The execution is over.");

    public void Dispose() => _ownTaskSlots.Dispose();

    private async Task<GraphEnd> RunAsync(string branch, StateGraph graph, Frame frame, CancellationToken cancellationToken)
    {
        while (!frame.IsOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var state = graph.States[frame.State];
            var visit = new Visit(state, frame.Input, frame.EnteredAt, frame.Retries, _facts);
            var step = await NextStepAsync(branch, frame, visit, cancellationToken);
            var (next, events) = Transitions.Apply(graph, branch, frame, step, _services.Now);
            if (next.IsOver && branch.Length == 0)
            {
                return new GraphEnd(next.Output, next.Error, events);
            }

            await KeepAsync(branch, next, events, forkIsOver: frame.Phase == FramePhase.Forked);
            frame = next;
        }

        return new GraphEnd(frame.Output, frame.Error, []);
    }

    private async Task<Step> NextStepAsync(string branch, Frame frame, Visit visit, CancellationToken cancellationToken)
    {
        if (frame.DueAt is { } due)
        {
            await _services.WaitUntilAsync(due, cancellationToken);
        }

        var step = frame.Phase switch
        {
            FramePhase.Waiting => _services.Interpreter.Complete(visit, null),
            FramePhase.Forked => await JoinAsync(branch, frame, visit, cancellationToken),
            _ => _services.Interpreter.Begin(visit, _services.Now),
        };
        return step is Step.Invoke invoke ? await TaskCall.RunAsync(_services, _ownTaskSlots, visit, invoke, cancellationToken) : step;
    }

    /// <summary>Runs the branches of a fork, or what is left of them. The first failure ends the others.</summary>
    private async Task<Step> JoinAsync(string branch, Frame frame, Visit visit, CancellationToken cancellationToken)
    {
        var outputs = new JsonNode?[frame.ForkInputs.Count];
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        StateError? failure = FailureOfEarlier(branch);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = frame.ForkConcurrency, CancellationToken = cancellation.Token };
            await Parallel.ForAsync(0, failure is null ? outputs.Length : 0, options, async (index, token) =>
            {
                var end = await RunBranchAsync($"{branch}/{index}", GraphOf(visit.State, index), frame.ForkInputs[index], token);
                outputs[index] = end.Output;
                if (end.Error is not null && Interlocked.CompareExchange(ref failure, end.Error, null) is null)
                {
                    await cancellation.CancelAsync();
                }
            });
        }
        catch (OperationCanceledException) when (failure is not null && !cancellationToken.IsCancellationRequested)
        {
            // The others were ended because one failed.
        }

        ForgetEarlier(branch);
        return failure is null
            ? _services.Interpreter.Complete(visit, new JsonArray([.. outputs.Select(output => output?.DeepClone())]))
            : _services.Interpreter.Fail(visit, failure);
    }

    private async Task<GraphEnd> RunBranchAsync(string branch, StateGraph graph, JsonNode? input, CancellationToken cancellationToken)
    {
        if (!_earlier.TryRemove(branch, out var frame))
        {
            frame = Frame.Enter(graph.States[graph.StartAt], input, _services.Now);
            await KeepAsync(branch, frame, [new HistoryEvent(frame.EnteredAt, HistoryEventType.StateEntered, branch, frame.State, null, null)], forkIsOver: false);
        }

        return await RunAsync(branch, graph, frame, cancellationToken);
    }

    private static StateGraph GraphOf(State state, int index) =>
        state is MapState map ? map.ItemProcessor : ((ParallelState)state).Branches[index];

    private async Task KeepAsync(string branch, Frame frame, IReadOnlyList<HistoryEvent> events, bool forkIsOver)
    {
        var count = await _services.WriteAsync(ExecutionFaultPoint.StateSaved, table => table.Save(_name, branch, frame, events, forkIsOver));
        if (count is null)
        {
            throw new OperationCanceledException("The execution is over.");
        }

        if (count > MaximumEvents)
        {
            throw StateFailureException.Runtime($"The history has more than {MaximumEvents} events.");
        }
    }

    private StateError? FailureOfEarlier(string branch) =>
        Below(branch).FirstOrDefault(pair => pair.Key.LastIndexOf('/') == branch.Length && pair.Value.Phase == FramePhase.Failed).Value?.Error;

    private void ForgetEarlier(string branch)
    {
        foreach (var (below, _) in Below(branch))
        {
            _earlier.TryRemove(below, out _);
        }
    }

    private List<KeyValuePair<string, Frame>> Below(string branch) =>
        [.. _earlier.Where(pair => pair.Key.StartsWith($"{branch}/", StringComparison.Ordinal))];
}
