using System.Text.Json.Nodes;
using Hoth.HttpJobs;

namespace Hoth.Tests.HttpJobs;

/// <summary>What servers do that they should not.</summary>
public sealed class EngineTroubleTests : IAsyncLifetime
{
    private static readonly Reply Running = Reply.Json(200, """{"status":"RUNNING"}""");
    private JobFixture _jobs = null!;

    private Reply Done => Reply.Json(200, _jobs.Done("/a"));

    public async Task InitializeAsync() => _jobs = await JobFixture.StartAsync();

    public async Task DisposeAsync() => await _jobs.DisposeAsync();

    [Fact]
    public async Task Unmapped_status_is_a_warning_and_never_a_hot_loop()
    {
        var odd = Reply.Json(200, """{"status":"Pondering it"}""");
        var started = _jobs.Time.GetUtcNow();
        var end = await _jobs.Usual("/a").On("GET /jobs/job-1", odd, odd, odd, Done).RunAsync();

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        end.Warnings.ShouldBe(["The server reports the status Pondering?it, which status_mapping does not have; taken for running."]);
        _jobs.Calls.Count(c => c == "GET /jobs/job-1").ShouldBe(4);
        (_jobs.Time.GetUtcNow() - started).ShouldBe(TimeSpan.FromSeconds(10 + 20 + 40));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task Transient_poll_error_is_not_the_jobs_failure(int status)
    {
        var bad = status == 0 ? Reply.Lost : new Reply(status);
        var end = await _jobs.Usual("/a").On("GET /jobs/job-1", bad, bad, bad, bad, bad, Running, bad, Done).RunAsync();

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        end.Attempt.ShouldBe(1);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    public async Task Poll_that_is_refused_is_tolerated_three_times_in_a_row(int status)
    {
        var bad = new Reply(status);
        var end = await _jobs.Usual("/a").On("GET /jobs/job-1", bad, bad, bad, Running, bad, bad, bad, Done).RunAsync();

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
    }

    [Fact]
    public async Task Poll_that_is_refused_four_times_in_a_row_fails_the_job()
    {
        var end = await _jobs.Usual("/a").On("GET /jobs/job-1", new Reply(404)).RunAsync(d => d["max_tries"] = 1);

        end.Failure.ShouldBe(new HttpJobFailure(HttpJobError.Refused, "polling_requester was answered with 404.", IsFinal: true) { Status = 404 });
        _jobs.Calls.Count(c => c == "GET /jobs/job-1").ShouldBe(4);
    }

    [Fact]
    public async Task Poll_that_is_plainly_wrong_fails_the_job_without_another_try()
    {
        var end = await _jobs.Usual("/a").On("GET /jobs/job-1", new Reply(400)).RunAsync();

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "POST /jobs/job-1/abort", "DELETE /jobs/job-1"]);
        end.Failure!.IsFinal.ShouldBeTrue();
    }

    [Fact]
    public async Task Retry_after_is_honoured_by_polls()
    {
        var started = _jobs.Time.GetUtcNow();
        await _jobs.Usual("/a").On("POST /jobs", Reply.Json(201, """{"id":"job-1"}""").With("Retry-After", "33"))
            .On("GET /jobs/job-1", Running.With("Retry-After", "500"), Done).RunAsync();

        (_jobs.Time.GetUtcNow() - started).ShouldBe(TimeSpan.FromSeconds(533));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Creation_is_repeated_with_the_same_key_when_it_was_surely_not_acted_on(int status)
    {
        var end = await _jobs.Usual("/a").On("POST /jobs", new Reply(status), Reply.Json(201, """{"id":"job-1"}""")).RunAsync();

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        _jobs.Server.Requests.Where(r => r.Target == "/jobs").Select(r => r.Header("Idempotency-Key")).ShouldBe(["inst-1", "inst-1"]);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Creation_of_unknown_outcome_is_repeated_only_when_the_server_recognises_it(bool mayRepeat, int creations)
    {
        var end = await _jobs.Usual("/a").On("POST /jobs", Reply.Lost, Reply.Json(201, """{"id":"job-1"}""")).RunAsync(d =>
        {
            d["creation_requester"]!["may_repeat"] = mayRepeat;
            d["max_tries"] = 1;
        });

        _jobs.Calls.Count(c => c == "POST /jobs").ShouldBe(creations);
        (end.Failure?.Error).ShouldBe(mayRepeat ? null : HttpJobError.UnknownOutcome);
        if (!mayRepeat) _jobs.Calls.ShouldBe(["POST /jobs"]);
    }

    [Fact]
    public async Task Refused_creation_ends_the_job_at_once()
    {
        var end = await _jobs.Usual().On("POST /jobs", new Reply(422)).RunAsync();

        _jobs.Calls.ShouldBe(["POST /jobs"]);
        end.Failure.ShouldBe(new HttpJobFailure(HttpJobError.Refused, "creation_requester was answered with 422.", IsFinal: true) { Status = 422 });
    }

    [Fact]
    public async Task Job_that_is_there_already_is_adopted_by_the_conflicts_answer()
    {
        var end = await _jobs.Usual("/a").On("POST /jobs", Reply.Json(409, """{"id":"job-1"}"""))
            .RunAsync(d => d["creation_requester"]!["conflict_statuses"] = new JsonArray(409));

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        _jobs.Calls.Count(c => c == "POST /jobs").ShouldBe(1);
    }

    [Fact]
    public async Task Job_that_is_there_already_is_looked_for_when_the_definition_says_how()
    {
        _jobs.Usual("/a").On("POST /jobs", new Reply(409)).On("GET /jobs/by-key/inst-1", Reply.Json(200, """{"id":"job-1"}"""));

        var end = await _jobs.RunAsync(d =>
        {
            d["creation_requester"]!["conflict_statuses"] = new JsonArray(409);
            d["adoption_requester"] = new JsonObject { ["url"] = $"{_jobs.Origin}/jobs/by-key/{{{{ job.key }}}}" };
        });

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        _jobs.Calls.Take(3).ShouldBe(["POST /jobs", "GET /jobs/by-key/inst-1", "GET /jobs/job-1"]);
    }

    [Fact]
    public async Task Lost_creation_is_adopted_when_the_server_says_that_the_job_is_there()
    {
        var end = await _jobs.Usual("/a").On("POST /jobs", Reply.Lost, Reply.Json(409, """{"id":"job-1"}"""))
            .RunAsync(d => d["creation_requester"]!["conflict_statuses"] = new JsonArray(409));

        end.Verdict.ShouldBe(HttpJobVerdict.Completed);
        end.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Answer_without_what_the_definition_refers_to_fails_clearly()
    {
        var end = await _jobs.Usual().On("POST /jobs", new Reply(201)).RunAsync();

        _jobs.Calls.ShouldBe(["POST /jobs"]);
        end.Failure.ShouldBe(new HttpJobFailure(HttpJobError.Unresolved, "{{ creation_response.body.id }} has no value: the answer does not have it.", IsFinal: true));
        end.Warnings.Count.ShouldBe(1, "abort and delete cannot be told either");
    }

    [Fact]
    public async Task Expired_download_link_is_polled_for_again_and_the_download_goes_on()
    {
        _jobs.Usual("/a", "/b").On("GET /jobs/job-1", Reply.Json(200, _jobs.Done("/a", "/b")), Reply.Json(200, _jobs.Done("/a2", "/b2")))
            .On("GET /b", new Reply(403)).On("GET /b2", Reply.Text(200, "2"));

        var end = await _jobs.RunAsync();

        _jobs.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "GET /a", "GET /b", "GET /jobs/job-1", "GET /b2", "DELETE /jobs/job-1"]);
        _jobs.Output.RecordsOf(end).ShouldBe(["""{"file":"/a"}""", "2"]);
        end.Written.Records.ShouldBe(2);
    }

    [Fact]
    public async Task Links_that_are_always_expired_fail_the_job()
    {
        var end = await _jobs.Usual("/a").On("GET /a", new Reply(403)).RunAsync(d => d["max_tries"] = 1);

        _jobs.Calls.Count(c => c == "GET /a").ShouldBe(4);
        end.Failure!.Detail.ShouldBe("download_retriever was answered with 403.");
    }

    [Fact]
    public async Task Transient_trouble_of_a_download_repeats_that_download_only()
    {
        var end = await _jobs.Usual("/a", "/b").On("GET /b", new Reply(503), Reply.Lost, Reply.Text(200, "2")).RunAsync();

        _jobs.Calls.Count(c => c == "GET /a").ShouldBe(1);
        _jobs.Calls.Count(c => c == "GET /b").ShouldBe(3);
        _jobs.Output.RecordsOf(end).ShouldBe(["""{"file":"/a"}""", "2"]);
    }

    [Fact]
    public async Task State_is_small_whatever_servers_send()
    {
        var large = $$"""{"status":"RUNNING","noise":"{{new string('x', 1_000_000)}}"}""";
        await _jobs.Usual("/a").On("GET /jobs/job-1", Reply.Json(200, large).With("X-Noise", new string('y', 10_000)), Done).RunAsync();

        _jobs.States.Max(s => s.ToJson().Length).ShouldBeLessThan(2000);
    }
}
