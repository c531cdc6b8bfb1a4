using Hoth.CloudProviders;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;
using Hoth.PortContracts;

namespace Hoth.Tests.HttpJobs;

public sealed class SharedSlotsTests
{
    private readonly MemoryDocuments _documents = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Slots_are_shared_by_processes_and_free_again_when_given_back()
    {
        var (definition, one, other) = (Define(2), Process(), Process());

        (await one.TryTakeAsync(definition, Job("a"), default)).ShouldBeTrue();
        (await other.TryTakeAsync(definition, Job("b"), default)).ShouldBeTrue();
        (await one.TryTakeAsync(definition, Job("c"), default)).ShouldBeFalse();
        (await other.TryTakeAsync(definition, Job("a"), default)).ShouldBeTrue("it has one, whoever took it");
        await other.GiveBackAsync(definition, Job("a"), default);
        await other.GiveBackAsync(definition, Job("a"), default);

        (await one.TryTakeAsync(definition, Job("c"), default)).ShouldBeTrue();
        (await one.TryTakeAsync(definition, Job("a"), default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_one_gets_the_last_slot_when_two_ask_at_once()
    {
        var definition = Define(1);
        var isFirst = true;
        _documents.BeforePut = () =>
        {
            if (!isFirst) return;
            isFirst = false;
            Process().TryTakeAsync(definition, Job("quicker"), default).GetAwaiter().GetResult().ShouldBeTrue();
        };

        (await Process().TryTakeAsync(definition, Job("slower"), default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Slot_of_a_job_that_nobody_gives_back_for_is_free_after_its_deadline()
    {
        var definition = Define(1);
        (await Process().TryTakeAsync(definition, Job("lost"), default)).ShouldBeTrue();
        (await Process().TryTakeAsync(definition, Job("next"), default)).ShouldBeFalse();

        _time.Advance(TimeSpan.FromMinutes(66));

        (await Process().TryTakeAsync(definition, Job("next"), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Jobs_of_a_full_target_wait_and_each_gets_its_turn()
    {
        await using var jobs = await JobFixture.StartAsync();
        jobs.Usual("/a");
        var definition = Define(1, jobs.Origin);
        var drive = new DriveHttpJob(jobs.Engine, new StillTimers(jobs.Time), new SharedSlots(_documents, jobs.Time));
        var first = jobs.Engine.Start(definition, "first", Input, jobs.Time.GetUtcNow() + TimeSpan.FromHours(1));
        var second = jobs.Engine.Start(definition, "second", Input, jobs.Time.GetUtcNow() + TimeSpan.FromHours(1));

        first = await DriveAsync(first);
        second = await DriveAsync(second);
        second.Phase.ShouldBe(HttpJobPhase.Create);
        (second.NotBefore - jobs.Time.GetUtcNow()).ShouldBe(TimeSpan.FromSeconds(30));
        jobs.Calls.Count(c => c == "POST /jobs").ShouldBe(1);
        jobs.Time.Advance(TimeSpan.FromSeconds(30));
        first = await DriveAsync(first);
        first.IsOver.ShouldBeTrue();
        second = await DriveAsync(second);

        second.IsOver.ShouldBeTrue();
        jobs.Calls.Count(c => c == "POST /jobs").ShouldBe(2);

        async Task<HttpJobState> DriveAsync(HttpJobState state) =>
            (await drive.ExecuteAsync(definition, state, jobs.Output, new Budget(TimeSpan.FromMinutes(1), jobs.Time), _ => Task.FromResult(true), default)).ShouldNotBeNull();
    }

    private static Dictionary<string, string> Input => new() { ["month"] = "x" };

    private SharedSlots Process() => new(_documents, _time);

    private HttpJobState Job(string id) => new() { Definition = "test", Id = id, DeadlineAt = Start + TimeSpan.FromHours(1) };

    private DateTimeOffset Start { get; } = new ManualTimeProvider().GetUtcNow();

    private static HttpJobDefinition Define(int concurrency, string origin = "https://api.example.com") =>
        HttpJobDefinition.Parse(JobFixture.Base.Replace("ORIGIN", origin).Replace("\"inputs\":", $"\"concurrency\": {concurrency}, \"inputs\":"));
}
