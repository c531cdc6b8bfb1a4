using System.Text;
using Hoth.Ports;
using Microsoft.Data.Sqlite;

namespace Hoth.Local.Storage;

/// <summary>The queues in a <see cref="SqliteDatabase"/>. Waiting receivers are woken by sends and by messages that become visible: nothing polls.</summary>
public sealed class SqliteQueue : IQueue
{
    private const int MaximumBytes = 256 * 1024;
    private const int MaximumGroupLength = 128;

    private static readonly TimeSpan MaximumVisibility = TimeSpan.FromHours(12);
    private static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromMinutes(1);

    // Refuses lone surrogates (EncoderFallbackException is an ArgumentException) instead of storing another text than was sent.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly QueueTables _tables;
    private readonly Dictionary<string, QueueState> _queues = new(StringComparer.Ordinal);
    private DateTimeOffset _nextPurge;

    /// <summary>Opens the queues, creating those that are new.</summary>
    public SqliteQueue(SqliteDatabase database) : this(database, Queues.All)
    {
    }

    /// <summary>Opens these queues and their dead-letter queues.</summary>
    public SqliteQueue(SqliteDatabase database, IReadOnlyList<QueueDefinition> definitions)
    {
        _database = database;
        _time = database.Time;
        _nextPurge = _time.GetUtcNow();
        _tables = database.Prepare(session => new QueueTables(session, database.Time, database.Options.ReleaseInFlightMessages));
        foreach (var definition in definitions)
        {
            Register(definition);
        }

        database.Writer.BatchDone += WakeWaiters;
        database.Writer.Stopped += CloseWaiters;
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">Unknown queue, or a message over the limits or that is not Unicode.</exception>
    public Task<string> SendAsync(string queue, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var state = Find(queue);
        ArgumentException.ThrowIfNullOrEmpty(message.Body, nameof(message));
        if (message.GroupId is { Length: 0 or > MaximumGroupLength })
        {
            throw new ArgumentException($"A group id has 1 to {MaximumGroupLength} characters.", nameof(message));
        }

        var body = Utf8.GetBytes(message.Body);
        var group = message.GroupId ?? "";
        if (body.Length + Utf8.GetByteCount(group) > MaximumBytes)
        {
            throw new ArgumentException("A message has at most 256 KiB.", nameof(message));
        }

        return _database.WriteAsync(
            () =>
            {
                Purge();
                state.Waiters.Arrived();
                return _tables.Send(state.Id, group, message.TraceParent, body);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">Unknown queue, or a number or time out of range.</exception>
    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int maximum, TimeSpan visibility, TimeSpan wait, CancellationToken cancellationToken) =>
        ReceiveAsync(queue, maximum, visibility, wait, held: true, cancellationToken);

    /// <inheritdoc />
    /// <exception cref="ArgumentException">Unknown queue, or a number or time out of range.</exception>
    public Task<IReadOnlyList<ReceivedMessage>> LendAsync(string queue, int maximum, TimeSpan visibility, TimeSpan wait, CancellationToken cancellationToken) =>
        ReceiveAsync(queue, maximum, visibility, wait, held: false, cancellationToken);

    private async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string queue, int maximum, TimeSpan visibility, TimeSpan wait, bool held, CancellationToken cancellationToken)
    {
        var state = Find(queue);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximum, 10);
        CheckRange(visibility, MaximumVisibility, nameof(visibility));
        CheckRange(wait, MaximumWait, nameof(wait));

        var until = _time.GetUtcNow() + wait;
        while (true)
        {
            var waiter = wait > TimeSpan.Zero ? QueueWaiters.NewWaiter() : null;
            var messages = await ReceiveOrQueueUpAsync(state, maximum, visibility, held, waiter, cancellationToken);
            if (messages.Count > 0 || waiter is null || !await WaitAsync(waiter, until, cancellationToken))
            {
                return messages;
            }

            // Woken: whoever cancels now gets what there is, for the wake-up would be lost to the others.
            cancellationToken = CancellationToken.None;
        }
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">Unknown queue, or more than 10 receipts.</exception>
    public Task<IReadOnlyList<string>> DeleteAsync(string queue, IReadOnlyList<string> receipts, CancellationToken cancellationToken)
    {
        var state = Find(queue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(receipts.Count, 10);
        return _database.WriteAsync<IReadOnlyList<string>>(
            () =>
            {
                List<string>? failed = null;
                foreach (var text in receipts)
                {
                    if (!MessageReceipt.TryParse(text, out var receipt) || !_tables.Delete(state.Id, receipt))
                    {
                        (failed ??= []).Add(text);
                    }
                }

                return failed ?? (IReadOnlyList<string>)[];
            },
            cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">Unknown queue, or a visibility out of range.</exception>
    public Task<bool> ChangeVisibilityAsync(string queue, string receipt, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var state = Find(queue);
        CheckRange(visibility, MaximumVisibility, nameof(visibility));
        return _database.WriteAsync(
            () => MessageReceipt.TryParse(receipt, out var parsed) && _tables.ChangeVisibility(state.Id, parsed, visibility),
            cancellationToken);
    }

    private static void CheckRange(TimeSpan value, TimeSpan maximum, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, maximum, name);
    }

    private void Register(QueueDefinition definition)
    {
        var name = Queues.DeadLetter(definition.Name);
        var (id, deadLetterId) = _database.Prepare(_ => (_tables.Register(definition.Name), _tables.Register(name)));
        _queues.Add(definition.Name, new QueueState(id, definition.MaxReceiveCount, deadLetterId));
        _queues.Add(name, new QueueState(deadLetterId, int.MaxValue, deadLetterId));
    }

    private QueueState Find(string queue) =>
        _queues.TryGetValue(queue, out var state) ? state : throw new ArgumentException($"There is no queue '{queue}'.", nameof(queue));

    /// <summary>Receives, or puts the waiter in line when there is nothing: in one operation, so that no message comes in between.</summary>
    private async Task<List<ReceivedMessage>> ReceiveOrQueueUpAsync(
        QueueState queue, int maximum, TimeSpan visibility, bool held, TaskCompletionSource<bool>? waiter, CancellationToken cancellationToken)
    {
        try
        {
            return await _database.WriteAsync(
                () =>
                {
                    Purge();
                    var messages = _tables.Receive(queue, maximum, visibility, held);
                    if (messages.Count == 0 && waiter is not null)
                    {
                        queue.Waiters.Add(waiter);
                    }

                    return messages;
                },
                cancellationToken);
        }
        catch
        {
            // Not committed: nobody waits at this place in the line.
            waiter?.TrySetResult(false);
            throw;
        }
    }

    /// <returns>True when there may be a message, false when the time is over.</returns>
    private async Task<bool> WaitAsync(TaskCompletionSource<bool> waiter, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var left = until - _time.GetUtcNow();
        await using var timer = _time.CreateTimer(
            static waiter => ((TaskCompletionSource<bool>)waiter!).TrySetResult(false),
            waiter,
            left > TimeSpan.Zero ? left : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
        await using var cancellation = cancellationToken.UnsafeRegister(
            static (waiter, token) => ((TaskCompletionSource<bool>)waiter!).TrySetCanceled(token), waiter);
        return await waiter.Task;
    }

    /// <summary>After every transaction: wakes as many as there may be messages for, and sets the timers for the hidden ones.</summary>
    private void WakeWaiters()
    {
        foreach (var queue in _queues.Values)
        {
            var waiters = queue.Waiters;
            waiters.Wake(waiters.TakeArrivals());
            if (!waiters.Any)
            {
                continue;
            }

            try
            {
                WakeOrSetTimer(queue);
            }
            catch (SqliteException)
            {
                // Their next receive tells them what is wrong.
                waiters.Wake(int.MaxValue);
            }
        }
    }

    private void WakeOrSetTimer(QueueState queue)
    {
        if (_tables.NextVisibleAt(queue.Id) is not { } next)
        {
            return;
        }

        var delay = TimeSpan.FromTicks(next - _time.GetUtcNow().UtcTicks);
        if (delay <= TimeSpan.Zero)
        {
            // One: its receive comes back here, and wakes the next when more is left.
            queue.Waiters.Wake(1);
            return;
        }

        queue.Waiters.Timer ??= _time.CreateTimer(_ => LookAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Rounded up: a timer that fires a fraction of a millisecond early would only be set again.
        queue.Waiters.Timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Makes the writer pass by <see cref="WakeWaiters"/>.</summary>
    private void LookAgain()
    {
        try
        {
            _ = _database.WriteAsync(static () => true, CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    private void CloseWaiters()
    {
        foreach (var queue in _queues.Values)
        {
            queue.Waiters.Close();
        }
    }

    private void Purge()
    {
        var now = _time.GetUtcNow();
        if (now >= _nextPurge)
        {
            const int Limit = 1000;
            _nextPurge = _tables.Purge(Limit) == Limit ? now : now + PurgeInterval;
        }
    }
}
