using Hoth.Local.Demo;

namespace Hoth.Local.Tests.Demo;

public sealed class SkippingTimeTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SkippingTime _time = new();

    [Fact]
    public async Task Waiting_takes_no_real_time_when_there_is_nothing_to_do()
    {
        var from = _time.GetUtcNow();

        await WaitAsync(Day, idle: true);

        var to = _time.GetUtcNow();
        (to - from).ShouldBeGreaterThanOrEqualTo(Day);
        _time.RealTime(from, to).ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Timers_go_off_in_order_and_none_before_its_instant()
    {
        var started = _time.GetTimestamp();
        var seen = new List<(int Hours, TimeSpan At)>();
        async Task NoteAsync(int hours)
        {
            await Task.Delay(TimeSpan.FromHours(hours), _time);
            seen.Add((hours, _time.GetElapsedTime(started)));
        }

        var notes = Task.WhenAll(NoteAsync(3), NoteAsync(1), NoteAsync(2));
        await WaitAsync(Day, idle: true);
        await notes;

        seen.Select(note => note.Hours).ShouldBe([1, 2, 3]);
        seen.ShouldAllBe(note => note.At >= TimeSpan.FromHours(note.Hours) && note.At < TimeSpan.FromHours(note.Hours + 1));
    }

    [Fact]
    public async Task Periodic_timer_goes_off_once_per_period()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), _time);
        var ticks = 0;
        var ticking = Task.Run(async () =>
        {
            while (await timer.WaitForNextTickAsync()) ticks++;
        });

        await WaitAsync(TimeSpan.FromHours(4.5), idle: true);
        timer.Dispose();
        await ticking;

        ticks.ShouldBe(4);
    }

    [Fact]
    public async Task Clock_goes_as_the_wall_clock_while_something_is_under_way()
    {
        // A call that is under way keeps its timeout, however long the waits of others are.
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10), _time);
        var from = _time.GetUtcNow();

        await WaitAsync(TimeSpan.FromMilliseconds(50), idle: false);

        var to = _time.GetUtcNow();
        _time.RealTime(from, to).ShouldBe(to - from);
        timeout.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Clock_jumps_once_what_was_under_way_has_ended()
    {
        var looks = 0;

        await _time.WaitAsync(Day, () => ++looks > 5, CancellationToken.None);

        looks.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Timer_that_was_disposed_or_set_anew_does_not_go_off()
    {
        var gone = 0;
        var disposed = _time.CreateTimer(_ => gone++, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        var later = _time.CreateTimer(_ => gone++, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        await disposed.DisposeAsync();
        later.Change(TimeSpan.FromDays(30), Timeout.InfiniteTimeSpan).ShouldBeTrue();

        await WaitAsync(Day, idle: true);

        gone.ShouldBe(0);
        await later.DisposeAsync();
        later.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan).ShouldBeFalse();
    }

    private Task WaitAsync(TimeSpan time, bool idle) => _time.WaitAsync(time, () => idle, CancellationToken.None);
}
