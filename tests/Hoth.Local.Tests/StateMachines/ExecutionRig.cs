using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hoth.Local.StateMachines;
using Hoth.Local.StateMachines.Executions;
using Hoth.Local.StateMachines.Loading;
using Hoth.Local.StateMachines.Model;
using Hoth.Local.Tests.Storage;
using Hoth.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>Executions of one machine on a database of the test, whose clock is moved on to whatever an execution waits for.</summary>
internal sealed class ExecutionRig : IAsyncDisposable, IFaultPoints
{
    public const string Workflow = "machine";

    private static readonly Dictionary<string, string> Placeholders = new() { ["Partition"] = "aws" };

    private readonly TestDatabase _database = new();
    private readonly Channel<string> _passed = Channel.CreateUnbounded<string>();
    private StateMachine _machine;
    private ExecutionReader _reader;

    public ExecutionRig(string machine, JsonObject? tasks = null)
    {
        _machine = StateMachineLoader.Load(Workflow, machine, Placeholders);
        Tasks = new ScriptedTasks(tasks) { Hangs = Expire };
        _reader = new ExecutionReader(_database.Database.OpenReader());
        Executions = Open();
    }

    public ScriptedTasks Tasks { get; }

    public SqliteExecutions Executions { get; private set; }

    public PortContracts.ManualTimeProvider Clock => _database.Clock;

    /// <summary>The executions that somebody was told of.</summary>
    public List<ExecutionEnded> Told { get; } = [];

    /// <summary>Called for each who is told; may throw.</summary>
    public Action<ExecutionEnded> OnTold { get; set; } = _ => { };

    /// <summary>Throws here, and the process is as good as dead; null when the test does not want that.</summary>
    public Func<string, bool> Kill { get; set; } = _ => false;

    public static SequenceIds Ids { get; } = new();

    public void Reached(string name)
    {
        var kill = Kill(name);
        _passed.Writer.TryWrite(kill ? "killed" : name);
        if (kill)
        {
            throw new InvalidOperationException("killed");
        }
    }

    public async Task StartAsync(string input = "{}", string name = "one")
    {
        try
        {
            await Executions.StartExecutionAsync(Workflow, name, input, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // Killed at the start: the client has no answer.
        }
    }

    /// <summary>As the next process does after a kill, perhaps one with another definition.</summary>
    public async Task ReopenAsync(string? machine = null)
    {
        _machine = machine is null ? _machine : StateMachineLoader.Load(Workflow, machine, Placeholders);
        await Executions.DisposeAsync();
        _database.Reopen();
        _reader = new ExecutionReader(_database.Database.OpenReader());
        Executions = Open();
        Executions.Resume();
    }

    /// <summary>Starts, runs to the end through all waits and kills, and describes it.</summary>
    public async Task<ExecutionDescription> RunAsync(string input = "{}", string name = "one")
    {
        Executions.Resume();
        await StartAsync(input, name);
        return await EndOfAsync(name);
    }

    /// <summary>Moves the clock to each wait in turn until the execution is over.</summary>
    public async Task<ExecutionDescription> EndOfAsync(string name = "one")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await DescribeAsync(name) is { EndedAt: not null } over)
            {
                return over;
            }

            if (DueAt(name) is { } due && due > Clock.GetUtcNow())
            {
                Clock.Advance(due - Clock.GetUtcNow());
            }

            if (await NextAsync(limit.Token) == "killed")
            {
                await ReopenAsync();
                await StartAsync(name: name, input: (await DescribeAsync(name))?.Input ?? "{}");
            }
        }
    }

    /// <summary>
    /// The next fault point that is passed. A wait that has looked at the clock but not set its timer yet when the clock was moved is late by
    /// that much, an hour perhaps; while nothing happens any more, the clock goes on, a little first, then more and more.
    /// </summary>
    private async Task<string> NextAsync(CancellationToken limit)
    {
        for (var step = TimeSpan.FromSeconds(1); ; step *= 2)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(limit);
            quiet.CancelAfter(TimeSpan.FromMilliseconds(500));
            try
            {
                return await _passed.Reader.ReadAsync(quiet.Token);
            }
            catch (OperationCanceledException) when (!limit.IsCancellationRequested)
            {
                Clock.Advance(step);
            }
        }
    }

    /// <summary>Waits until a fault point has been passed.</summary>
    public async Task PassedAsync(string faultPoint)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _passed.Reader.ReadAsync(limit.Token) != faultPoint)
        {
        }
    }

    /// <summary>Waits until what was recorded of an execution is so.</summary>
    public async Task<ExecutionDescription> UntilAsync(Func<ExecutionDescription, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await DescribeAsync() is { } now && isSo(now))
            {
                return now;
            }

            await _passed.Reader.ReadAsync(limit.Token);
        }
    }

    /// <summary>Waits until the clock has this many timers.</summary>
    public async Task TimersAsync(int count)
    {
        while (Clock.PendingTimers < count)
        {
            await Task.Yield();
        }
    }

    public async Task<ExecutionDescription?> DescribeAsync(string name = "one") => await Executions.DescribeAsync(name, CancellationToken.None);

    public DateTimeOffset? DueAt(string name = "one") =>
        _reader.Frames(name).Values.Min(frame => frame.DueAt);

    /// <summary>Where the graphs of an execution are.</summary>
    public IReadOnlyDictionary<string, Frame> Frames(string name = "one") => _reader.Frames(name);

    /// <summary>Counts the bytes of frames that are written from now on, over and over ones included.</summary>
    /// <returns>Tells how many.</returns>
    public Func<long> CountFrameBytes()
    {
        Execute("""
            CREATE TABLE written(bytes INTEGER NOT NULL);
            CREATE TRIGGER inserted AFTER INSERT ON execution_frame BEGIN INSERT INTO written VALUES(length(NEW.frame)); END;
            CREATE TRIGGER updated AFTER UPDATE ON execution_frame BEGIN INSERT INTO written VALUES(length(NEW.frame)); END;
            """);
        var reader = _database.Database.OpenReader();
        var sum = reader.Prepare("SELECT sum(bytes) FROM written");
        return () => reader.Read(() => sum.Step() ? sum.Int64(0) : 0);
    }

    /// <summary>Makes every history look as long.</summary>
    public void CountEvents(int count) => Execute($"UPDATE execution SET events = {count}");

    public async ValueTask DisposeAsync()
    {
        await Executions.DisposeAsync();
        _database.Dispose();
    }

    private void Execute(string sql) => _database.Database.Prepare(session =>
    {
        session.Execute(sql);
        return 0;
    });

    private SqliteExecutions Open() => new(
        _database.Database,
        [_machine],
        Tasks,
        new ExecutionOptions
        {
            Ids = Ids,
            FaultPoints = this,
            OnExecutionEnded = (ended, _) =>
            {
                lock (Told)
                {
                    Told.Add(ended);
                }

                OnTold(ended);
                return Task.CompletedTask;
            },
        },
        NullLogger<SqliteExecutions>.Instance);

    /// <summary>A function hangs: once the runner waits for it, its time is over.</summary>
    private void Expire(TimeSpan timeout)
    {
        var before = Clock.PendingTimers;
        _ = Task.Run(async () =>
        {
            await TimersAsync(before + 1);
            Clock.Advance(timeout);
        });
    }

    internal sealed class SequenceIds : IIds
    {
        private int _last;

        public string NewId() => $"id{Interlocked.Increment(ref _last):D24}";

        public double NextDouble() => 0.5;
    }
}
