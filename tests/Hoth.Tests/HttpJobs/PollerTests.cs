using Hoth.AsyncJobs;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Tests.CloudProviders;

namespace Hoth.Tests.HttpJobs;

/// <summary>HTTP jobs behind a queue's watcher.</summary>
public sealed class PollerTests : IAsyncLifetime
{
    private readonly OneJob _store = new();
    private readonly MemoryArtifacts _artifacts = new();
    private readonly MemoryDocuments _documents = new();
    private JobFixture _jobs = null!;
    private HttpJobDefinition? _definition;

    public async Task InitializeAsync() => _jobs = await JobFixture.StartAsync();

    public async Task DisposeAsync() => await _jobs.DisposeAsync();

    [Fact]
    public async Task Job_is_driven_to_its_end_over_several_polls_by_several_processes()
    {
        Begin(_jobs.Usual("/a", "/b").Define());

        var first = await PollAsync();
        first.ShouldBe(new AsyncStep.Due("RUNNING", TimeSpan.FromSeconds(10)));
        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1"]);
        (await PollAsync()).ShouldBe(new AsyncStep.Due("RUNNING", TimeSpan.FromSeconds(10)), "it is not due yet");
        _jobs.Calls.Count.ShouldBe(2);
        _jobs.Time.Advance(TimeSpan.FromSeconds(10));

        var ending = (await PollAsync()).ShouldBeOfType<AsyncStep.Ended>().Ending;

        ending.Status.ShouldBe(JobStatus.Succeeded);
        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "GET /jobs/job-1", "GET /a", "GET /b", "DELETE /jobs/job-1"]);
        _artifacts.All["http-jobs/instance/1/0.jsonl"].ShouldBe("{\"file\":\"/a\"}\n");
        _artifacts.All["http-jobs/instance/1/1.jsonl"].ShouldBe("{\"file\":\"/b\"}\n");
        ArtifactOutput.KeysOf(HttpJobState.FromJson(_store.Job!.Work!.Json!)).ShouldBe(["http-jobs/instance/1/0.jsonl", "http-jobs/instance/1/1.jsonl"]);
    }

    [Fact]
    public async Task Remote_job_is_not_created_again_when_the_process_dies_after_a_step()
    {
        Begin(_jobs.Usual("/a").On("GET /jobs/job-1", Reply.Json(200, _jobs.Done("/a"))).Define());
        _store.DiesAfterWrites = 1;

        await Should.ThrowAsync<PortUnavailableException>(PollAsync);
        _store.DiesAfterWrites = null;
        await PollAsync();

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "GET /jobs/job-1", "GET /a", "DELETE /jobs/job-1"]);
    }

    [Fact]
    public async Task Nothing_goes_on_when_the_job_has_ended_meanwhile()
    {
        Begin(_jobs.Usual("/a").Define());
        var stale = _store.Job!;
        _store.Job = stale with { Status = JobStatus.Failed };

        (await NewPoller().PollAsync(stale, TimeSpan.FromMinutes(1), default)).ShouldBeOfType<AsyncStep.Due>();

        _jobs.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Only_one_of_two_watchers_at_once_goes_on()
    {
        Begin(_jobs.Usual("/a").On("GET /jobs/job-1", Reply.Json(200, _jobs.Done("/a"))).Define());
        var stale = _store.Job!;
        (await PollAsync()).ShouldBeOfType<AsyncStep.Ended>();
        var before = _jobs.Calls.Count;

        (await NewPoller().PollAsync(stale, TimeSpan.FromMinutes(1), default)).ShouldBeOfType<AsyncStep.Due>();

        _jobs.Calls.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Remote_job_is_aborted_and_deleted_before_the_jobs_deadline()
    {
        Begin(_jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, """{"status":"RUNNING"}""")).Define());

        AsyncStep step;
        while ((step = await PollAsync()) is AsyncStep.Due due) _jobs.Time.Advance(due.Wait);

        _jobs.Time.GetUtcNow().ShouldBe(_store.Job!.DeadlineAt - TimeSpan.FromMinutes(2));
        _jobs.Calls.TakeLast(3).ShouldBe(["GET /jobs/job-1", "POST /jobs/job-1/abort", "DELETE /jobs/job-1"]);
        step.ShouldBeOfType<AsyncStep.Ended>().Ending.Status.ShouldBe(JobStatus.Failed);
    }

    [Fact]
    public async Task Large_state_goes_to_the_artifact_store_and_the_one_before_is_deleted()
    {
        var files = Enumerable.Range(0, 2000).Select(i => $"/{new string('f', 100)}{i}").ToArray();
        Begin(_jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, _jobs.Done(files))).On("GET " + files[0], Reply.Text(200, "1")).Define());

        await PollAsync();

        _store.Job!.Work!.Json.ShouldNotBeNull("the failed job has no targets any more");
        _artifacts.Largest.ShouldBeGreaterThan(JobBody.InlineLimit);
        _artifacts.All.Keys.ShouldNotContain(k => k.Contains("http-job-"));
    }

    [Fact]
    public async Task Job_fails_when_its_definition_was_taken_away()
    {
        Begin(_jobs.Define());
        _definition = null;

        (await PollAsync()).ShouldBeOfType<AsyncStep.Ended>().Ending.Error!.Code.ShouldBe(JobErrorCodes.Internal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 1)]
    [InlineData(7.1, 8)]
    [InlineData(500, 100)]
    public void Known_wait_is_kept_within_the_limits(double seconds, int expected) =>
        PollDelays.Exactly(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(100)).ShouldBe(TimeSpan.FromSeconds(expected));

    private void Begin(HttpJobDefinition definition)
    {
        var now = _jobs.Time.GetUtcNow();
        _definition = definition;
        _store.Job = new JobRecord
        {
            JobId = "job", Kind = JobKind.Cost, InstanceId = "instance", RequestHash = "x", GroupId = "g", CorrelationId = "c",
            CreatedAt = now, LastUpdatedAt = now, DeadlineAt = now + TimeSpan.FromMinutes(30), ExpiresAt = now + TimeSpan.FromDays(1), PurgeAt = now + TimeSpan.FromDays(2),
            EnqueuedAt = now, Poll = new JobPoll(new Uri(definition.Target), now),
        };
    }

    private Task<AsyncStep> PollAsync() => NewPoller().PollAsync(_store.Job!, TimeSpan.FromMinutes(1), default);

    private HttpJobPoller NewPoller() => new(new Plans(this), _jobs.Engine, new SharedSlots(_documents, _jobs.Time), _store, new JobBodies(_artifacts, new CountingIds()), new StillTimers(_jobs.Time), NoFaultPoints.Instance);

    private sealed class Plans(PollerTests tests) : IHttpJobPlans
    {
        public Task<HttpJobPlan?> FindAsync(JobRecord job, CancellationToken cancellationToken) => Task.FromResult(tests._definition is { } definition
            ? new HttpJobPlan(definition, new Dictionary<string, string> { ["month"] = "x" }, new ArtifactOutput(tests._artifacts))
            : null);

        public Task<JobEnding> EndAsync(JobRecord job, HttpJobState state, CancellationToken cancellationToken) =>
            Task.FromResult(new JobEnding(state.Failure is null ? JobStatus.Succeeded : JobStatus.Failed, 200, "{}", null));
    }

    private sealed class CountingIds : IIds
    {
        private static int _last;

        public string NewId() => $"id-{Interlocked.Increment(ref _last)}";

        public double NextDouble() => 0.5;
    }
}
