using System.Text.Json.Nodes;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;

namespace Hoth.Tests.HttpJobs;

/// <summary>Which calls are made, in which order, for every way that a job can end (seeds 000 and 001).</summary>
public sealed class EngineOrderTests : IAsyncLifetime
{
    private JobFixture _jobs = null!;

    public async Task InitializeAsync() => _jobs = await JobFixture.StartAsync();

    public async Task DisposeAsync() => await _jobs.DisposeAsync();

    [Fact]
    public async Task Completed_job_is_created_polled_downloaded_and_deleted()
    {
        var end = await _jobs.Usual("/a", "/b").RunAsync();

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "GET /jobs/job-1", "GET /a", "GET /b", "DELETE /jobs/job-1"]);
        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        end.Failure.ShouldBeNull();
        end.Written.ShouldBe(new HttpJobAmount(2, 2, 26));
        _jobs.Output.RecordsOf(end).ShouldBe(["""{"file":"/a"}""", """{"file":"/b"}"""]);
        _jobs.Server.Requests.First().Body.ShouldBe("""{"month":"2026-01"}""");
    }

    [Fact]
    public async Task Targets_are_asked_for_when_there_is_a_requester_for_them()
    {
        _jobs.Usual("/a").On("GET /jobs/job-1/manifest?of=job-1", Reply.Json(200, _jobs.Done("/a")));

        await _jobs.RunAsync(d => d["download_target_requester"] = Node("""{ "url": "ORIGIN/jobs/{{ creation_response.body.id }}/manifest", "query": { "of": "{{ creation_response.body.id }}" } }"""));

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "GET /jobs/job-1", "GET /jobs/job-1/manifest?of=job-1", "GET /a", "DELETE /jobs/job-1"]);
    }

    [Fact]
    public async Task One_download_is_made_without_a_target_when_there_is_no_extractor()
    {
        _jobs.Usual().On("GET /jobs/job-1/result", Reply.Text(200, "1\n2\n"));

        var end = await _jobs.RunAsync(d =>
        {
            d.Remove("download_target_extractor");
            d["download_retriever"]!["requester"] = Node("""{ "url": "ORIGIN/jobs/{{ creation_response.body.id }}/result" }""");
        });

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "GET /jobs/job-1", "GET /jobs/job-1/result", "DELETE /jobs/job-1"]);
        _jobs.Output.RecordsOf(end).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Job_completes_with_nothing_when_there_are_no_targets()
    {
        var end = await _jobs.Usual().RunAsync();

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "GET /jobs/job-1", "DELETE /jobs/job-1"]);
        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        end.Written.ShouldBe(new HttpJobAmount(0, 0, 0));
    }

    [Fact]
    public async Task Skipped_job_is_deleted_and_an_empty_success()
    {
        var end = await _jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, """{"status":"EMPTY"}""")).RunAsync();

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "DELETE /jobs/job-1"]);
        end.Verdict.ShouldBe(HttpJobVerdict.Skipped);
        end.Failure.ShouldBeNull();
    }

    [Theory]
    [InlineData("BROKEN", HttpJobVerdict.Failed, HttpJobError.RemoteFailed)]
    [InlineData("LATE", HttpJobVerdict.TimedOut, HttpJobError.TimedOut)]
    public async Task Failed_job_is_aborted_deleted_and_tried_three_times_with_the_cooldown_between(string status, HttpJobVerdict verdict, HttpJobError error)
    {
        var started = _jobs.Time.GetUtcNow();
        var end = await _jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, $$"""{"status":"{{status}}"}""")).RunAsync();

        string[] once = ["POST /jobs", "GET /jobs/job-1", "POST /jobs/job-1/abort", "DELETE /jobs/job-1"];
        _jobs.Calls.ShouldBe([.. once, .. once, .. once]);
        end.Verdict.ShouldBe(verdict);
        end.Failure!.Error.ShouldBe(error);
        end.Attempt.ShouldBe(3);
        (_jobs.Time.GetUtcNow() - started).ShouldBe(TimeSpan.FromSeconds(120));
        _jobs.Server.Requests.Where(r => r.Target == "/jobs").Select(r => r.Header("Idempotency-Key")).ShouldBe(["inst-1", "inst-2", "inst-3"]);
    }

    [Fact]
    public async Task Job_completes_when_a_later_try_does()
    {
        var end = await _jobs.Usual("/a")
            .On("GET /jobs/job-1", Reply.Json(200, """{"status":"BROKEN"}"""), Reply.Json(200, _jobs.Done("/a")))
            .RunAsync();

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        end.Failure.ShouldBeNull();
        end.Warnings.ShouldBe(["Try 1 failed: The server reports the status BROKEN."]);
        _jobs.Output.RecordsOf(end).ShouldBe(["""{"file":"/a"}"""]);
    }

    [Fact]
    public async Task Job_that_takes_too_long_is_polled_a_last_time_then_aborted_and_deleted()
    {
        var started = _jobs.Time.GetUtcNow();
        var end = await _jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, """{"status":"RUNNING"}""")).RunAsync(d =>
        {
            d["polling_job_timeout"] = 1;
            d["max_tries"] = 1;
        });

        _jobs.Calls.TakeLast(3).ShouldBe(["GET /jobs/job-1", "POST /jobs/job-1/abort", "DELETE /jobs/job-1"]);
        end.Verdict.ShouldBe(HttpJobVerdict.TimedOut);
        (_jobs.Time.GetUtcNow() - started).ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Completion_counts_when_it_is_seen_after_the_local_deadline()
    {
        var definition = _jobs.Usual("/a").Define(d => d["polling_job_timeout"] = 1);
        var state = _jobs.Engine.Start(definition, "inst", new Dictionary<string, string> { ["month"] = "x" }, _jobs.Time.GetUtcNow() + TimeSpan.FromMinutes(1));
        state = await _jobs.Engine.AdvanceAsync(definition, state, _jobs.Output, default);
        state = await _jobs.Engine.AdvanceAsync(definition, state, _jobs.Output, default);

        // Nobody drove it for an hour.
        _jobs.Time.Advance(TimeSpan.FromHours(1));
        while (!state.IsOver) state = await _jobs.Engine.AdvanceAsync(definition, state, _jobs.Output, default);

        state.Verdict.ShouldBe(HttpJobVerdict.Completed);
        _jobs.Output.RecordsOf(state).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    [InlineData(302)]
    public async Task Failing_abort_and_delete_only_add_warnings(int status)
    {
        var bad = status == 0 ? Reply.Lost : new Reply(status).With("Location", "/elsewhere");
        _jobs.Usual().On("GET /jobs/job-1", Reply.Json(200, """{"status":"BROKEN"}""")).On("POST /jobs/job-1/abort", bad).On("DELETE /jobs/job-1", bad);

        var end = await _jobs.RunAsync(d => d["max_tries"] = 1);

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "POST /jobs/job-1/abort", "DELETE /jobs/job-1"]);
        end.Failure!.Error.ShouldBe(HttpJobError.RemoteFailed);
        end.Warnings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Failing_delete_leaves_a_completed_job_completed()
    {
        var end = await _jobs.Usual("/a").On("DELETE /jobs/job-1", new Reply(503)).RunAsync();

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        end.Warnings.ShouldBe(["delete_requester was answered with 503."]);
    }

    [Fact]
    public async Task Job_that_is_gone_already_is_no_warning() =>
        (await _jobs.Usual("/a").On("DELETE /jobs/job-1", new Reply(404)).RunAsync()).Warnings.ShouldBeEmpty();

    [Fact]
    public async Task Two_jobs_are_polled_with_their_own_ids()
    {
        _jobs.Usual("/a", "/b").On("POST /jobs", Reply.Json(201, """{"id":"job-1"}"""), Reply.Json(201, """{"id":"job-2"}"""))
            .On("GET /jobs/job-2", Reply.Json(200, _jobs.Done("/b"))).On("DELETE /jobs/job-2", new Reply(204));
        var definition = _jobs.Define();
        var inputs = new Dictionary<string, string> { ["month"] = "x" };
        var deadline = _jobs.Time.GetUtcNow() + TimeSpan.FromHours(1);
        HttpJobState[] states = [_jobs.Engine.Start(definition, "one", inputs, deadline), _jobs.Engine.Start(definition, "two", inputs, deadline)];

        while (!states.All(s => s.IsOver))
        {
            for (var i = 0; i < 2; i++) states[i] = await _jobs.Engine.AdvanceAsync(definition, states[i], _jobs.Output, default);
            _jobs.Time.Advance(TimeSpan.FromSeconds(20));
        }

        _jobs.Output.RecordsOf(states[0]).ShouldBe(["""{"file":"/a"}""", """{"file":"/b"}"""]);
        _jobs.Output.RecordsOf(states[1]).ShouldBe(["""{"file":"/b"}"""]);
        _jobs.Calls.Count(c => c == "DELETE /jobs/job-1").ShouldBe(1);
        _jobs.Calls.Count(c => c == "DELETE /jobs/job-2").ShouldBe(1);
    }

    private JsonNode Node(string json) => JsonNode.Parse(json.Replace("ORIGIN", _jobs.Origin))!;
}
