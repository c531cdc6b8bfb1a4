using System.Collections.Concurrent;
using System.Text.Json;
using Hoth.Functions.Catalog;
using Hoth.Local.Invocation;
using Hoth.Local.StateMachines;
using Hoth.Local.StateMachines.Executions;
using Hoth.Local.StateMachines.Loading;
using Hoth.Local.StateMachines.Model;
using Hoth.Local.Storage;
using Hoth.Ports;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Hosting;

/// <summary>
/// The state machines of <c>statemachines/</c> on this host: executions in the data directory, tasks that are functions of the catalog,
/// and, in EventBridge's place, the function that hears of executions that did not succeed.
/// </summary>
internal sealed class LocalWorkflows : IWorkflowStarter, ITaskInvoker, IAsyncDisposable
{
    private readonly SqliteExecutions _executions;
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();
    private volatile bool _stopping;
    private Dictionary<string, BoundFunction<JsonElement, JsonElement>> _tasks = [];
    private Invoker? _invoker;

    /// <summary>Opens the executions; nothing runs before <see cref="Run"/>.</summary>
    public LocalWorkflows(SqliteDatabase database, FunctionCatalog catalog, ILoggerFactory loggers)
    {
        var names = catalog.All.Where(f => f.Shape == HandlerShape.Task).ToDictionary(f => f.Name, f => f.Name, StringComparer.Ordinal);
        names["Partition"] = "aws";
        var listeners = catalog.All.Where(f => f.FailedExecutionsOf is not null).ToDictionary(f => f.FailedExecutionsOf!, f => f.Name, StringComparer.Ordinal);
        _executions = new SqliteExecutions(
            database,
            Workflows.All.Where(name => catalog.All.Any(f => f.Uses.Any(u => u.Resource == name))).Select(name => Load(name, names)),
            this,
            new ExecutionOptions { OnExecutionEnded = (ended, _) => InvokeAsync(listeners[ended.Workflow], ended.ToEvent()) },
            loggers.CreateLogger<SqliteExecutions>());
    }

    /// <inheritdoc />
    public Task StartAsync(string workflow, string executionName, string input, CancellationToken cancellationToken) =>
        _executions.StartAsync(workflow, executionName, input, cancellationToken);

    /// <summary>Lets executions run, those of the last process first.</summary>
    public void Run(IEnumerable<BoundFunction> functions, Invoker invoker)
    {
        _tasks = functions.OfType<BoundFunction<JsonElement, JsonElement>>().ToDictionary(f => f.Definition.Name, StringComparer.Ordinal);
        _invoker = invoker;
        _executions.Resume();
    }

    /// <inheritdoc />
    public async Task<JsonElement> InvokeAsync(string function, JsonElement payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // No new call while stopping: the execution stays at this state, and the next process goes on from it.
        if (_stopping) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        try
        {
            return await InvokeAsync(function, payload);
        }
        catch (TimeoutException)
        {
            // What Lambda reports of a function that it had to kill.
            throw new TaskFailedException("Sandbox.Timedout", $"Function {function} timed out.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new TaskFailedException(e.GetType().Name, e.Message);
        }
    }

    /// <summary>Starts no call any more and waits for those under way: a call that is cut off is one of unknown outcome.</summary>
    /// <param name="hurry">Waits no longer.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        _stopping = true;
        // WhenAny takes no token; a call that fails is its execution's to report.
        await Task.WhenAny(Task.WhenAll(_underWay.Keys), Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, hurry));
    }

    /// <summary>Stops running; what is not over goes on at the next start.</summary>
    public ValueTask DisposeAsync() => _executions.DisposeAsync();

    private async Task<JsonElement> InvokeAsync(string function, JsonElement payload)
    {
        var call = _invoker!.InvokeAsync(_tasks[function], payload);
        _underWay.TryAdd(call, true);
        try
        {
            return await call;
        }
        finally
        {
            _underWay.TryRemove(call, out _);
        }
    }

    private static StateMachine Load(string name, Dictionary<string, string> functions)
    {
        var resource = $"statemachines/{name}.asl.json";
        using var stream = typeof(LocalWorkflows).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The state machine {resource} is not part of this build.");
        using var reader = new StreamReader(stream);
        return StateMachineLoader.Load(name, reader.ReadToEnd(), functions);
    }
}
