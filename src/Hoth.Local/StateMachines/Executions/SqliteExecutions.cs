using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hoth.Json;
using Hoth.Local.StateMachines.Loading;
using Hoth.Local.StateMachines.Model;
using Hoth.Local.Storage;
using Hoth.Ports;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>
/// Executions of state machines, kept in a <see cref="SqliteDatabase"/> after every state: what was running when the process ended goes on
/// at its last completed state. Names are unique over all machines and stay taken for 90 days after the end.
/// </summary>
public sealed partial class SqliteExecutions : IWorkflowStarter, IAsyncDisposable
{
    private static readonly TimeSpan StorageTroublePause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, StateMachine> _machines;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ExecutionServices _services;
    private readonly EndTeller _teller;

    /// <summary>Running executions, each with what ends its run.</summary>
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _tasks = new();
    private bool _resumed;

    /// <summary>Opens the executions. Nothing runs before <see cref="Resume"/>.</summary>
    public SqliteExecutions(
        SqliteDatabase database, IEnumerable<StateMachine> machines, ITaskInvoker invoker, ExecutionOptions options, ILogger<SqliteExecutions> logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxParallelTasks, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxParallelTasksOfOne, 1, nameof(options));
        _machines = machines.ToDictionary(machine => machine.Name, StringComparer.Ordinal);
        _logger = logger;
        _services = new ExecutionServices(database, invoker, options, _stopping);
        _teller = new EndTeller(_services, options.OnExecutionEnded, logger);
    }

    /// <summary>Lets executions run, beginning with those that were running when the last process ended; tells again of ends that nobody took care of.</summary>
    public void Resume()
    {
        Volatile.Write(ref _resumed, true);
        foreach (var ended in _services.Reader.Untold())
        {
            Tell(ended);
        }

        foreach (var execution in _services.Reader.Running())
        {
            Launch(execution);
        }
    }

    /// <summary>Starts an execution, or does nothing when the name is taken: like Step Functions behind the same port.</summary>
    /// <inheritdoc />
    public async Task StartAsync(string workflow, string executionName, string input, CancellationToken cancellationToken)
    {
        try
        {
            await StartExecutionAsync(workflow, executionName, input, cancellationToken);
        }
        catch (ExecutionAlreadyExistsException)
        {
            // Started before. The port promises one execution per name, not one per input.
        }
    }

    /// <summary>Starts an execution, once per name.</summary>
    /// <returns>True when it is new; false when the same was started before, also when it is over.</returns>
    /// <exception cref="ArgumentException">There is no such machine, the name is malformed, or the input is not JSON or over 256 KiB.</exception>
    /// <exception cref="ExecutionAlreadyExistsException">The name is taken by an execution with another input.</exception>
    /// <exception cref="PortUnavailableException">The disk is full or fails.</exception>
    public async Task<bool> StartExecutionAsync(string workflow, string executionName, string input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_machines.TryGetValue(workflow, out var machine))
        {
            throw new ArgumentException($"There is no state machine for the workflow {workflow}.", nameof(workflow));
        }

        CheckName(executionName);
        var value = CheckInput(input);
        var now = _services.Now;
        var execution = new ExecutionRecord(executionName, workflow, machine.Source, ExecutionStatus.Running, input, null, null, null, now, null);
        var frame = Frame.Enter(machine.Graph.States[machine.Graph.StartAt], value, now);
        var isNew = await _services.WriteAsync(
            ExecutionFaultPoint.Started,
            table => table.TryStart(execution, frame, (otherWorkflow, other) =>
                otherWorkflow == workflow && (other == input || JsonNode.DeepEquals(JsonValues.Parse(other), value))));
        if (isNew && Volatile.Read(ref _resumed))
        {
            Launch(execution);
        }

        return isNew;
    }

    /// <summary>Ends an execution as ABORTED. Does nothing when it is over.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="error">An error name of your choice, or null.</param>
    /// <param name="cause">More about it, or null.</param>
    /// <param name="cancellationToken">Too late once this has begun.</param>
    /// <returns>False when it is over or not known.</returns>
    public async Task<bool> StopAsync(string name, string? error, string? cause, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _services.Reader.Find(name) is { } execution
            && await EndAsync(execution, ExecutionStatus.Aborted, new GraphEnd(null, new StateError(error, cause), []));
    }

    /// <summary>An execution as it is now; null when it is not known, or was forgotten 90 days after its end.</summary>
    public Task<ExecutionDescription?> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_services.Reader.Find(name) is { } e
            ? new ExecutionDescription(
                e.Name, e.Workflow, e.Status, e.Input, e.Output, e.Error, e.Cause, e.StartedAt, e.EndedAt, _services.Reader.History(name))
            : null);
    }

    /// <summary>Stops running, as far as it was kept; the next process goes on. Dispose the database after this.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_tasks.Keys);
        _services.Dispose();
        _stopping.Dispose();
    }

    private static void CheckName(string name)
    {
        if (!ExecutionName().IsMatch(name))
        {
            throw new ArgumentException("An execution name has 1 to 80 of A-Z a-z 0-9 _ -.", nameof(name));
        }
    }

    private static JsonNode? CheckInput(string input)
    {
        var utf8 = Encoding.UTF8.GetBytes(input);
        if (utf8.Length > JsonValues.MaximumBytes)
        {
            throw new ArgumentException("An input has at most 256 KiB.", nameof(input));
        }

        using var document = StrictJson.TryParse(utf8, out var mistake);
        return document is null ? throw new ArgumentException($"An input {mistake}.", nameof(input)) : JsonValues.FromElement(document.RootElement);
    }

    private void Launch(ExecutionRecord execution) => Track(() => SuperviseAsync(execution));

    private void Tell(ExecutionRecord e) => Track(() => _teller.TellAsync(
        new ExecutionEnded(e.Workflow, e.Name, e.Status, e.Input, e.Error, e.Cause, e.StartedAt, e.EndedAt ?? _services.Now), _stopping.Token));

    /// <summary>Runs something on the side until <see cref="DisposeAsync"/>.</summary>
    private void Track(Func<Task> work)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException)
            {
                // Stopped; the next process goes on.
            }
        });
        _tasks.TryAdd(task, true);
        _ = task.ContinueWith(done => _tasks.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Runs an execution until it is over, whatever happens to it.</summary>
    private async Task SuperviseAsync(ExecutionRecord execution)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        if (!_runs.TryAdd(execution.Name, end))
        {
            return;
        }

        try
        {
            while (true)
            {
                try
                {
                    await RunAsync(execution, end.Token);
                    return;
                }
                catch (PortUnavailableException e)
                {
                    Log.ExecutionWaits(_logger, execution.Workflow, execution.Name, e.Message, StorageTroublePause.TotalSeconds);
                }

                await _services.WaitUntilAsync(_services.Now + StorageTroublePause, end.Token);
            }
        }
        finally
        {
            _runs.TryRemove(execution.Name, out _);
        }
    }

    private async Task RunAsync(ExecutionRecord execution, CancellationToken cancellationToken)
    {
        GraphEnd end;
        var status = ExecutionStatus.Failed;
        try
        {
            end = await RunUntilDeadlineAsync(execution, cancellationToken);
            status = end.Error is null ? ExecutionStatus.Succeeded : ExecutionStatus.Failed;
        }
        catch (TimeoutException)
        {
            status = ExecutionStatus.TimedOut;
            end = new GraphEnd(null, new StateError(ErrorNames.Timeout, null), []);
        }
        catch (StateFailureException e)
        {
            end = new GraphEnd(null, e.Error, []);
        }
        catch (Exception e) when (e is not (OperationCanceledException or PortUnavailableException or ObjectDisposedException))
        {
            // The boundary of an execution: it ends with an error that somebody hears of, instead of hanging.
            Log.ExecutionBroke(_logger, e, execution.Workflow, execution.Name);
            end = new GraphEnd(null, new StateError(ErrorNames.Runtime, $"The runner failed: {e.GetType().Name}."), []);
        }

        await EndAsync(execution, status, end);
    }

    /// <exception cref="TimeoutException">The machine's TimeoutSeconds are over.</exception>
    private async Task<GraphEnd> RunUntilDeadlineAsync(ExecutionRecord execution, CancellationToken cancellationToken)
    {
        var machine = _machines.TryGetValue(execution.Workflow, out var current) && current.Source == execution.Definition
            ? current
            : StateMachineLoader.Load(execution.Workflow, execution.Definition, new Dictionary<string, string>());
        using var running = new ExecutionRun(_services, execution, machine);
        if (machine.Timeout is not { } timeout)
        {
            return await running.RunAsync(cancellationToken);
        }

        var deadline = execution.StartedAt + timeout;
        if (deadline <= _services.Now)
        {
            throw new TimeoutException();
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = running.RunAsync(ending.Token);
        var expiry = _services.WaitUntilAsync(deadline, ending.Token);
        var first = await Task.WhenAny(run, expiry);
        await ending.CancelAsync();
        if (first == expiry && !cancellationToken.IsCancellationRequested)
        {
            // What is still being written is written before the end is.
            await run.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw new TimeoutException();
        }

        return await run;
    }

    /// <returns>False when it was over already.</returns>
    private async Task<bool> EndAsync(ExecutionRecord execution, ExecutionStatus status, GraphEnd end)
    {
        var now = _services.Now;
        var output = status == ExecutionStatus.Succeeded ? JsonValues.Write(end.Output) : null;
        var ended = await _services.WriteAsync(
            ExecutionFaultPoint.Ended, table => table.TryEnd(execution.Name, status, output, end.Error, now, end.Events));
        if (!ended)
        {
            return false;
        }

        if (status == ExecutionStatus.Aborted && _runs.TryGetValue(execution.Name, out var run))
        {
            await CancelAsync(run);
        }

        if (status != ExecutionStatus.Succeeded)
        {
            Log.ExecutionEndedBadly(_logger, execution.Workflow, execution.Name, status, end.Error?.Error);
            Tell(execution with { Status = status, Error = end.Error?.Error, Cause = end.Error?.Cause, EndedAt = now });
        }

        return true;
    }

    private static async Task CancelAsync(CancellationTokenSource run)
    {
        try
        {
            await run.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in between.
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,80}\z")]
    private static partial Regex ExecutionName();
}
