namespace Hoth.QaRuns.Execution;

/// <summary>Keeps calls on a target within its limits: so many at a time, so many begun per second.</summary>
public sealed class Throttle : IDisposable
{
    private readonly SemaphoreSlim _slots;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Lock _gate = new();
    private DateTimeOffset _next;

    /// <summary>Creates.</summary>
    /// <param name="concurrency">Calls at a time; 1 and more.</param>
    /// <param name="perSecond">Calls begun per second, evenly; null: no limit.</param>
    /// <param name="time">The clock.</param>
    public Throttle(int concurrency, int? perSecond, TimeProvider time)
    {
        _slots = new SemaphoreSlim(concurrency);
        _time = time;
        _interval = perSecond is { } rate ? TimeSpan.FromSeconds(1.0 / rate) : TimeSpan.Zero;
    }

    /// <summary>Waits for a turn; dispose what comes back when the call is over.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var wait = Turn();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellationToken);
            return new Slot(() => _slots.Release());
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _slots.Dispose();

    private TimeSpan Turn()
    {
        if (_interval == TimeSpan.Zero) return TimeSpan.Zero;
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var turn = _next > now ? _next : now;
            _next = turn + _interval;
            return turn - now;
        }
    }

    private sealed class Slot(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
