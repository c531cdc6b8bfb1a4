namespace Hoth.Local.Demo;

/// <summary>
/// A clock that goes as the wall clock does, except while somebody waits by <see cref="WaitAsync"/>: then, whenever there is nothing to do,
/// it jumps to the instant of the next timer. While a function runs or something is being written it does not jump, so that a call's timeout
/// and a lease are as long as ever; only waiting gets shorter.
/// </summary>
internal sealed class SkippingTime : TimeProvider
{
    private static readonly TimeProvider Wall = TimeProvider.System;

    /// <summary>So long there must be nothing to do before a jump: what a timer has just woken up needs a moment to begin.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly long _started = Wall.GetTimestamp();
    private readonly HashSet<Alarm> _alarms = [];
    private readonly List<(DateTimeOffset At, TimeSpan By)> _skips = [];
    private TimeSpan _skipped;
    private int _changes;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return Wall.GetUtcNow() + _skipped;
    }

    /// <inheritdoc />
    public override long GetTimestamp()
    {
        lock (_gate) return Now.Ticks;
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Waits so long on this clock.</summary>
    /// <param name="time">How long.</param>
    /// <param name="isIdle">True when nothing is under way, and only timers can bring something about.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WaitAsync(TimeSpan time, Func<bool> isIdle, CancellationToken cancellationToken)
    {
        TimeSpan until;
        lock (_gate) until = Now + time;
        var (quietSince, seen) = (Wall.GetTimestamp(), -1);
        while (Left(until) > TimeSpan.Zero)
        {
            await Task.Delay(BetweenLooks, Wall, cancellationToken);
            var changes = Volatile.Read(ref _changes);
            if (changes != seen || !isIdle() || ThreadPool.PendingWorkItemCount > 0) quietSince = Wall.GetTimestamp();
            else if (Wall.GetElapsedTime(quietSince) >= Quiet) Skip(until, changes);
            seen = changes;
        }
    }

    /// <summary>How much of the time between two instants of this clock was waited for, and not skipped.</summary>
    public TimeSpan RealTime(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_gate) return _skips.Where(skip => skip.At >= from && skip.At < to).Aggregate(to - from, (left, skip) => left - skip.By);
    }

    // Callers hold the gate.
    private TimeSpan Now => Wall.GetElapsedTime(_started) + _skipped;

    private TimeSpan Left(TimeSpan until)
    {
        lock (_gate) return until - Now;
    }

    /// <summary>Jumps to the next alarm, but not beyond an instant, and not when alarms were set or went off since the last look.</summary>
    private void Skip(TimeSpan until, int changes)
    {
        lock (_gate)
        {
            if (_changes != changes) return;
            var by = _alarms.Select(alarm => alarm.DueAt).Append(until).Min() - Now;
            if (by <= TimeSpan.Zero) return;
            _skips.Add((Wall.GetUtcNow() + _skipped, by));
            _skipped += by;
            foreach (var alarm in _alarms) alarm.Rewind();
        }
    }

    /// <summary>A timer of the system for as long as is left on this clock.</summary>
    private sealed class Alarm : ITimer
    {
        private readonly SkippingTime _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _timer;
        private TimeSpan _period;
        private bool _disposed;

        public Alarm(SkippingTime clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _timer = Wall.CreateTimer(static alarm => ((Alarm)alarm!).GoOff(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        /// <summary>When it goes off, by the clock's <see cref="Now"/>.</summary>
        public TimeSpan DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._gate)
            {
                if (_disposed) return false;
                _clock._changes++;
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    _clock._alarms.Remove(this);
                    return _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }

                DueAt = _clock.Now + dueTime;
                _clock._alarms.Add(this);
                Rewind();
                return true;
            }
        }

        /// <summary>Sets the system's timer to what is left. The caller holds the gate.</summary>
        public void Rewind()
        {
            var left = DueAt - _clock.Now;
            // Rounded up: a timer of the system counts whole milliseconds.
            _timer.Change(left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            lock (_clock._gate)
            {
                _disposed = true;
                _clock._alarms.Remove(this);
            }

            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void GoOff()
        {
            lock (_clock._gate)
            {
                if (!_clock._alarms.Contains(this)) return;
                if (DueAt > _clock.Now)
                {
                    // Set anew while the system's timer was already on its way, or that one was early.
                    Rewind();
                    return;
                }

                _clock._changes++;
                if (_period > TimeSpan.Zero)
                {
                    DueAt += _period;
                    Rewind();
                }
                else
                {
                    _clock._alarms.Remove(this);
                }
            }

            _callback(_state);
        }
    }
}
