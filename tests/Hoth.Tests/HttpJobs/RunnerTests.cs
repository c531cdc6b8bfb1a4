using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;

namespace Hoth.Tests.HttpJobs;

public sealed class RunnerTests : IAsyncLifetime
{
    private readonly HttpJobSlots _slots = new();
    private JobFixture _jobs = null!;

    public async Task InitializeAsync() => _jobs = await JobFixture.StartAsync();

    public async Task DisposeAsync() => await _jobs.DisposeAsync();

    [Fact]
    public async Task Runner_waits_polls_and_saves_each_step()
    {
        var saved = new List<HttpJobPhase>();
        var definition = _jobs.Usual("/a").Define();

        var end = await NewRunner().RunAsync(definition, Start(definition, "one"), _jobs.Output, (s, _) => Save(saved, s), default);

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        saved.ShouldBe([HttpJobPhase.Poll, HttpJobPhase.Poll, HttpJobPhase.Download, HttpJobPhase.Delete, HttpJobPhase.Done]);
    }

    [Fact]
    public async Task Failing_jobs_with_a_concurrency_of_one_never_deadlock()
    {
        _jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, """{"status":"BROKEN"}"""));
        var definition = _jobs.Define(d => d["concurrency"] = 1);
        var runner = NewRunner();

        var ends = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => runner.RunAsync(definition, Start(definition, $"job-{i}"), _jobs.Output, null, default))).WaitAsync(TimeSpan.FromSeconds(30));

        ends.ShouldAllBe(e => e.Verdict == HttpJobVerdict.Failed && e.Attempt == 3);
        _jobs.Calls.Count(c => c == "POST /jobs").ShouldBe(15);

        // Never two at the same time: whatever was created was deleted before the next was.
        var open = 0;
        foreach (var call in _jobs.Calls)
        {
            open += call switch { "POST /jobs" => 1, "DELETE /jobs/job-1" => -1, _ => 0 };
            open.ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public async Task Slot_is_free_for_others_in_the_cooldown()
    {
        _jobs.Usual("/a").On("POST /jobs", Reply.Json(201, """{"id":"job-1"}"""), Reply.Json(201, """{"id":"job-2"}"""))
            .On("GET /jobs/job-1", Reply.Json(200, """{"status":"BROKEN"}""")).On("GET /jobs/job-2", Reply.Json(200, _jobs.Done("/a")));
        var definition = _jobs.Define(d => d["concurrency"] = 1);
        var cooling = new TaskCompletionSource();
        using var end = new CancellationTokenSource();

        // Its waits never end, so that it stays in the cooldown.
        var first = new HttpJobRunner(_jobs.Engine, _slots, new StillTimers(_jobs.Time)).RunAsync(
            definition,
            Start(definition, "one"),
            _jobs.Output,
            (state, _) =>
            {
                if (state.Attempt == 2) cooling.SetResult();
                return Task.CompletedTask;
            },
            end.Token);
        await cooling.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var second = await NewRunner().RunAsync(definition, Start(definition, "two"), _jobs.Output, null, default).WaitAsync(TimeSpan.FromSeconds(30));

        second.Verdict.ShouldBe(HttpJobVerdict.Completed);
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Slot_is_given_back_when_saving_throws()
    {
        var definition = _jobs.Usual("/a").Define(d => d["concurrency"] = 1);
        var runner = NewRunner();

        await Should.ThrowAsync<InvalidOperationException>(() => runner.RunAsync(definition, Start(definition, "one"), _jobs.Output, (_, _) => throw new InvalidOperationException(), default));
        var end = await runner.RunAsync(definition, Start(definition, "two"), _jobs.Output, null, default).WaitAsync(TimeSpan.FromSeconds(30));

        end.IsOver.ShouldBeTrue();
    }

    [Fact]
    public async Task Slot_is_not_lost_when_its_waiter_gives_up()
    {
        var definition = _jobs.Define(d => d["concurrency"] = 1);
        var first = await _slots.TakeAsync(definition, default);
        using var impatience = new CancellationTokenSource();
        var second = _slots.TakeAsync(definition, impatience.Token);
        var third = _slots.TakeAsync(definition, default);

        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        third.IsCompleted.ShouldBeFalse();
        first.Dispose();
        first.Dispose();
        (await third.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();

        using var last = await _slots.TakeAsync(definition, default).WaitAsync(TimeSpan.FromSeconds(10));
        _slots.TakeAsync(definition, default).IsCompleted.ShouldBeFalse("one slot is one slot, however often it was given back");
    }

    private static Task Save(List<HttpJobPhase> saved, HttpJobState state)
    {
        saved.Add(state.Phase);
        return Task.CompletedTask;
    }

    private HttpJobRunner NewRunner() => new(_jobs.Engine, _slots, _jobs.Time);

    private HttpJobState Start(HttpJobDefinition definition, string id) =>
        _jobs.Engine.Start(definition, id, new Dictionary<string, string> { ["month"] = "x" }, _jobs.Time.GetUtcNow() + TimeSpan.FromDays(7));
}
