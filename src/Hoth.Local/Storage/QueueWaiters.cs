namespace Hoth.Local.Storage;

/// <summary>Receivers that wait for a message, the longest waiting first. Only the writer thread adds and wakes; anybody may give up waiting.</summary>
internal sealed class QueueWaiters
{
    private readonly List<TaskCompletionSource<bool>> _waiting = [];
    private int _arrivals;

    /// <summary>Wakes the waiters when a hidden message becomes visible; made at the first wait.</summary>
    public ITimer? Timer { get; set; }

    public bool Any
    {
        get
        {
            _waiting.RemoveAll(static waiter => waiter.Task.IsCompleted);
            return _waiting.Count > 0;
        }
    }

    /// <summary>A message may have come. A hint: when its transaction fails, a waiter is woken for nothing.</summary>
    public void Arrived() => _arrivals++;

    /// <summary>How many may have come since the last call.</summary>
    public int TakeArrivals()
    {
        var arrivals = _arrivals;
        _arrivals = 0;
        return arrivals;
    }

    /// <summary>A waiter: its result is true when there may be a message, false when its time is over.</summary>
    public static TaskCompletionSource<bool> NewWaiter() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Puts a waiter at the end of the line.</summary>
    public void Add(TaskCompletionSource<bool> waiter)
    {
        _waiting.RemoveAll(static waiter => waiter.Task.IsCompleted);
        _waiting.Add(waiter);
    }

    /// <summary>Wakes up to <paramref name="count"/> that still wait.</summary>
    public void Wake(int count)
    {
        var seen = 0;
        while (count > 0 && seen < _waiting.Count)
        {
            // One that gave up at this moment is passed over, so that no wake-up is lost with it.
            if (_waiting[seen++].TrySetResult(true))
            {
                count--;
            }
        }

        _waiting.RemoveRange(0, seen);
    }

    /// <summary>Sends everybody home with nothing.</summary>
    public void Close()
    {
        Timer?.Dispose();
        Timer = null;
        _waiting.ForEach(static waiter => waiter.TrySetResult(false));
        _waiting.Clear();
    }
}
