using Hoth.Local.StateMachines.Interpreting;
using Hoth.Local.Storage;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>What every run of an execution shares.</summary>
internal sealed class ExecutionServices(SqliteDatabase database, ITaskInvoker invoker, ExecutionOptions options, CancellationTokenSource stopping) : IDisposable
{
    // 20 days: within what timers and waits can express.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(20);

    private readonly ExecutionTable _table = database.Prepare(session => new ExecutionTable(session));

    public TimeProvider Time => database.Time;

    public DateTimeOffset Now => database.Time.GetUtcNow();

    public ExecutionReader Reader { get; } = new(database.OpenReader());

    public ITaskInvoker Invoker => invoker;

    public Interpreter Interpreter { get; } = new(options.Ids);

    /// <summary>One for each function that may run at the same time.</summary>
    public SemaphoreSlim TaskSlots { get; } = new(options.MaxParallelTasks);

    public int MaxParallelTasksOfOne => options.MaxParallelTasksOfOne;

    /// <summary>Runs an action in a transaction, and passes the fault point once it is durable.</summary>
    public async Task<T> WriteAsync<T>(string faultPoint, Func<ExecutionTable, T> action)
    {
        stopping.Token.ThrowIfCancellationRequested();
        var result = await database.WriteAsync(() => action(_table), CancellationToken.None);
        Reached(faultPoint);
        return result;
    }

    /// <summary>Passes a fault point. One that throws ends everything, as a kill would: nothing is written any more.</summary>
    public void Reached(string faultPoint)
    {
        try
        {
            options.FaultPoints.Reached(faultPoint);
        }
        catch (Exception e)
        {
            stopping.Cancel();
            throw new OperationCanceledException($"Stopped at {faultPoint}.", e);
        }
    }

    public async Task WaitUntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        for (var left = due - Now; left > TimeSpan.Zero; left = due - Now)
        {
            // Rounded up: a timer that fires a fraction of a millisecond early would only be set again.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(wait < LongestWait ? wait : LongestWait, Time, cancellationToken);
        }
    }

    public void Dispose() => TaskSlots.Dispose();
}
