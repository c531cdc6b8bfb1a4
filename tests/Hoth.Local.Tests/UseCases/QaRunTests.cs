using System.Text.Json;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.QaRuns.Results;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

/// <summary>QA runs over their routes and tasks, with an engine that calls nobody.</summary>
public sealed class QaRunTests : IAsyncLifetime
{
    private readonly Rig _rig = new();
    private readonly ScriptedOperations _operations = new();
    private readonly QaClient _client;

    public QaRunTests()
    {
        _rig.QaOperations = _operations;
        _client = new QaClient(_rig);
    }

    /// <summary>Those that a run passes which is not cancelled, in tasks that are called again.</summary>
    public static TheoryData<string> Points =>
    [
        FaultPoint.JobStarted, FaultPoint.EventAppended, FaultPoint.PlanRecorded, FaultPoint.OperationRecorded, FaultPoint.VerdictRecorded, FaultPoint.ResultRecorded, FaultPoint.FeedClosed,
    ];

    public async Task InitializeAsync()
    {
        await _rig.InitializeAsync();
        (await _client.PutAsync()).StatusCode.ShouldBe(201);
    }

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _rig.Dispose();
    }

    [Fact]
    public async Task Run_is_accepted_with_its_urls()
    {
        var response = await _client.RunAsync();

        response.StatusCode.ShouldBe(202, response.Body);
        var planId = QaClient.Parse(response).GetProperty("planId").GetString();
        QaClient.Parse(response).GetProperty("statusUrl").GetString().ShouldBe($"https://hoth.example/v1/status/{planId}");
        QaClient.Parse(response).GetProperty("eventsUrl").GetString().ShouldBe($"https://hoth.example/v1/events/{planId}");
        (response.Headers["Location"], response.Headers["Retry-After"]).ShouldBe(($"https://hoth.example/v1/status/{planId}", "2"));
        (await _client.FollowAsync(planId!, 10)).Select(e => e.Type).ShouldBe(["REQUESTED"]);
    }

    [Fact]
    public async Task Events_come_in_the_order_of_the_contract_and_COMPLETE_last()
    {
        _operations.Scenarios = 1;
        var planId = await _client.StartAsync();

        await _client.ExecuteAsync(planId);

        var events = await _client.FollowAsync(planId, 7);
        events.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, 9).Select(i => (long)i));
        var types = events.Select(e => e.Type).ToList();
        types[..2].ShouldBe(["REQUESTED", "SPEC_FETCHED"]);
        types[2..6].Order().ShouldBe(["EXECUTION_SUCCESS", "EXECUTION_SUCCESS", "SCENARIO_CREATED", "SCENARIO_CREATED"]);
        types[6..].ShouldBe(["AI_SUCCESS", "QA_EVAL_DONE", "COMPLETE"]);
    }

    [Fact]
    public async Task Status_says_what_is_known()
    {
        var planId = await _client.StartAsync();
        QaClient.Parse(await _client.StatusAsync(planId)).GetProperty("stage").GetString().ShouldBe("READING_SPEC");

        await _client.ExecuteAsync(planId);

        var response = await _client.StatusAsync(planId);
        response.Headers.ShouldNotContainKey("Retry-After");
        var status = QaClient.Parse(response);
        status.GetProperty("planId").GetString().ShouldBe(planId);
        status.GetProperty("status").GetString().ShouldBe("Succeeded");
        status.GetProperty("stage").GetString().ShouldBe("COMPLETE");
        status.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        status.GetProperty("verdict").GetString().ShouldBe("PASS_WITH_WARNINGS");
        status.GetProperty("counts").ToString().ShouldBe("""{"operations":2,"operationsLeftOut":1,"scenarios":6,"succeeded":6,"failed":0,"findings":0}""");
        status.GetProperty("specHash").GetString()!.Length.ShouldBe(64);
        status.GetProperty("seed").GetInt32().ShouldBe(1);
        status.GetProperty("lastSeq").GetInt64().ShouldBe(17);
        status.GetProperty("events").EnumerateArray().Last().GetProperty("type").GetString().ShouldBe("COMPLETE");
        status.GetProperty("completedAt").GetDateTimeOffset().ShouldBe((await _client.JobAsync(planId)).FinishedAt!.Value);
    }

    [Fact]
    public async Task Results_are_there_once_the_run_has_ended()
    {
        var planId = await _client.StartAsync();
        var early = await _client.ResultsAsync(planId);
        (early.StatusCode, Rig.Code(early), early.Headers["Retry-After"]).ShouldBe((409, "RESULT_NOT_READY", "2"));

        await _client.ExecuteAsync(planId);

        var response = await _client.ResultsAsync(planId);
        response.Headers["Content-Type"].ShouldStartWith("application/json");
        var report = QaClient.Parse(response);
        report.GetProperty("verdict").GetString().ShouldBe("PASS_WITH_WARNINGS");
        report.GetProperty("scenarios").GetArrayLength().ShouldBe(6);
        var job = QaClient.Parse(await _rig.HttpAsync("GetJobResult", null, planId, caller: QaClient.Alice));
        job.ToString().ShouldBe(report.ToString());
        var html = await _client.ResultsAsync(planId, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        (html.StatusCode, html.Headers["Content-Type"]).ShouldBe((200, "text/html"));
        html.Body.ShouldStartWith("<!DOCTYPE html>", Case.Insensitive);
        (await _client.ResultsAsync(planId, "application/xml")).Body.ShouldContain("<testsuite");
        var none = await _client.ResultsAsync(planId, "image/png");
        (none.StatusCode, Rig.Code(none)).ShouldBe((406, "NOT_ACCEPTABLE"));
    }

    [Fact]
    public async Task Specification_that_cannot_be_read_is_an_event_and_ends_the_run()
    {
        await _client.PutAsync(QaClient.Body(spec: "\"no OpenAPI at all\""));
        var planId = await _client.StartAsync();

        await _client.ExecuteAsync(planId);

        (await _client.FollowAsync(planId, 1)).Select(e => e.Type).ShouldBe(["REQUESTED", "SPEC_FETCH_FAILED", "FAILED", "COMPLETE"]);
        var job = await _client.JobAsync(planId);
        (job.Status, job.Error!.Code).ShouldBe((JobStatus.Failed, "SPEC_FETCH_FAILED"));
        Rig.Code(await _client.ResultsAsync(planId)).ShouldBe("JOB_FAILED");
    }

    [Fact]
    public async Task Run_that_nobody_has_begun_is_cancelled_at_once()
    {
        var planId = await _client.StartAsync();

        (await _client.CancelAsync(planId)).StatusCode.ShouldBe(200);

        (await _client.FollowAsync(planId, 7)).Select(e => e.Type).ShouldBe(["REQUESTED", "CANCELLED", "COMPLETE"]);
        await _client.ExecuteAsync(planId);
        (await _client.FollowAsync(planId, 7)).Count.ShouldBe(3);
        _operations.Tried.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_at_work_stops_when_it_is_cancelled_and_says_so()
    {
        var planId = await _client.StartAsync();
        _operations.BeforeEach = async (_, _) =>
        {
            if (_operations.Tried.Count != 1) return;
            (await _client.CancelAsync(planId)).StatusCode.ShouldBe(202);
            _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        };
        var job = await _client.JobAsync(planId);
        await _client.PlanAsync(job);

        (await _client.OperationAsync(job, 0)).ShouldBeTrue();
        (await _client.OperationAsync(job, 1)).ShouldBeTrue();
        await _client.EvaluateAsync(job);

        _operations.Tried.Count.ShouldBe(2, "what was under way when it was cancelled is not recorded, and nothing is begun after it");
        (await _client.FollowAsync(planId, 500)).Select(e => e.Type).ShouldBe(
            ["REQUESTED", "SPEC_FETCHED", "SCENARIO_CREATED", "EXECUTION_SUCCESS", "SCENARIO_CREATED", "CANCELLED", "COMPLETE"]);
        (await _client.JobAsync(planId)).Status.ShouldBe(JobStatus.Cancelled);
    }

    [Fact]
    public async Task Run_past_its_deadline_is_ended_by_the_sweeper_and_its_feed_by_whoever_looks()
    {
        var planId = await _client.StartAsync();
        var job = await _client.JobAsync(planId);
        await _client.PlanAsync(job);
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        await _rig.SweepAsync();

        (await _client.FollowAsync(planId, 7)).Select(e => e.Type).ShouldBe(["REQUESTED", "SPEC_FETCHED", "FAILED", "COMPLETE"]);
        (await _client.OperationAsync(job, 0)).ShouldBeTrue();
        (await _client.FollowAsync(planId, 7)).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("FAILED", "INTERNAL_ERROR")]
    [InlineData("ABORTED", "INTERNAL_ERROR")]
    public async Task Execution_that_ended_without_a_result_ends_the_run(string status, string code)
    {
        var planId = await _client.StartAsync();
        var job = await _client.JobAsync(planId);
        await _client.PlanAsync(job);

        await _client.FailAsync(job, status);

        (await _client.JobAsync(planId)).Error!.Code.ShouldBe(code);
        (await _client.FollowAsync(planId, 7)).Select(e => e.Type).ShouldBe(["REQUESTED", "SPEC_FETCHED", "FAILED", "COMPLETE"]);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Task_that_is_stopped_anywhere_repeats_no_event_and_no_recorded_scenario(string point)
    {
        var planId = await _client.StartAsync();
        _rig.Faults.ArmAt(point);

        await _client.ExecuteAsync(planId);

        _rig.Faults.Passed.ShouldContain(point);
        var types = (await _client.FollowAsync(planId, 7)).Select(e => e.Type).ToList();
        types.CountBy(t => t).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key} {t.Value}").ShouldBe(
            ["AI_SUCCESS 1", "COMPLETE 1", "EXECUTION_SUCCESS 6", "QA_EVAL_DONE 1", "REQUESTED 1", "SCENARIO_CREATED 6", "SPEC_FETCHED 1"]);
        types[^1].ShouldBe("COMPLETE");
        (await _client.JobAsync(planId)).Status.ShouldBe(JobStatus.Succeeded);
        // What was stopped between its journal's two entries is the only thing that is tried twice.
        _operations.Tried.Count.ShouldBeLessThanOrEqualTo(7);
    }

    [Theory]
    [InlineData(FaultPoint.TargetTaken)]
    [InlineData(FaultPoint.JobCreated)]
    [InlineData(FaultPoint.JobEnqueued)]
    [InlineData(FaultPoint.EventAppended)]
    public async Task Start_that_is_stopped_and_repeated_with_its_key_is_one_run(string point)
    {
        _rig.Faults.ArmAt(point);
        await _client.RunAsync(key: "k").ShouldThrowAsync<KilledException>().ContinueWith(_ => { }, TaskScheduler.Default);

        var planId = QaClient.Parse(await _client.RunAsync(key: "k")).GetProperty("planId").GetString()!;

        await _client.ExecuteAsync(planId);
        (await _client.FollowAsync(planId, 500)).Count(e => e.Type == "REQUESTED").ShouldBe(1);
        _rig.Started.All.Select(e => e.Name).Distinct().Count().ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Target_has_one_run_at_a_time_until_that_has_ended()
    {
        var first = await _client.StartAsync();
        await _client.PutAsync(QaClient.Body(baseUrl: "http://127.0.0.1:9/api/"), id: "same-target");
        await _client.PutAsync(QaClient.Body(baseUrl: "http://127.0.0.1:9/other"), id: "other-target");

        var busy = await _client.RunAsync("same-target");
        (busy.StatusCode, Rig.Code(busy), busy.Headers["Location"]).ShouldBe((409, "TARGET_BUSY", $"https://hoth.example/v1/status/{first}"));
        (await _client.RunAsync("other-target")).StatusCode.ShouldBe(202);

        await _client.ExecuteAsync(first);
        (await _client.RunAsync("same-target")).StatusCode.ShouldBe(202);
    }

    [Fact]
    public async Task Start_that_died_before_it_was_accepted_holds_its_target_for_half_a_minute_only()
    {
        _rig.Faults.ArmAt(FaultPoint.TargetTaken);
        (await _client.RunAsync()).StatusCode.ShouldBe(500);
        (await _client.RunAsync()).StatusCode.ShouldBe(409);

        _rig.Clock.Advance(TimeSpan.FromSeconds(30));

        (await _client.RunAsync()).StatusCode.ShouldBe(202);
    }

    [Fact]
    public async Task Same_key_is_the_same_run()
    {
        var first = await _client.RunAsync(key: "k");
        var second = await _client.RunAsync(key: "k");

        second.StatusCode.ShouldBe(202);
        second.Headers["Idempotency-Replayed"].ShouldBe("true");
        second.Body.ShouldBe(first.Body);
        _rig.Started.All.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Operation_stops_a_minute_before_its_function_and_goes_on_when_called_again()
    {
        _operations.Scenarios = 4;
        var planId = await _client.StartAsync();
        var job = await _client.JobAsync(planId);
        await _client.PlanAsync(job);
        _operations.BeforeEach = (id, cancellationToken) =>
        {
            if (_operations.Tried.Count == 2) _rig.Clock.Advance(TimeSpan.FromMinutes(14));
            cancellationToken.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        };

        (await _client.OperationAsync(job, 0)).ShouldBeFalse();
        _operations.Tried.Count.ShouldBe(2);
        _operations.BeforeEach = (_, _) => Task.CompletedTask;
        (await _client.OperationAsync(job, 0)).ShouldBeTrue();

        _operations.Tried.Count.ShouldBe(4);
        _operations.Tried.Distinct().Count().ShouldBe(4);
        (await _client.OperationAsync(job, 0)).ShouldBeTrue();
        _operations.Tried.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Record_that_is_too_large_for_an_entry_is_whole_in_the_report()
    {
        var long_ = new string('x', 4_000);
        _operations.Scenarios = 1;
        _operations.Result = record => record with
        {
            Exchanges = [.. Enumerable.Range(0, 100).Select(_ => new Exchange { OperationId = record.OperationId, Method = "GET", Url = "http://127.0.0.1:9/", ResponseBody = long_ })],
        };
        var planId = await _client.StartAsync();

        await _client.ExecuteAsync(planId);

        var report = QaClient.Parse(await _client.ResultsAsync(planId));
        report.GetProperty("scenarios").EnumerateArray().ShouldAllBe(scenario => scenario.GetProperty("exchanges").GetArrayLength() == 100);
    }

    [Fact]
    public async Task Readers_with_any_limit_see_the_same_feed_while_the_run_is_at_work()
    {
        _operations.Scenarios = 40;
        var planId = await _client.StartAsync();
        var readers = new[] { 1, 7, 500 }.Select(limit => Task.Run(() => _client.FollowAsync(planId, limit, toTheEnd: true))).ToList();

        await _client.ExecuteAsync(planId);

        var seen = await Task.WhenAll(readers);
        seen.ShouldAllBe(events => events.SequenceEqual(seen[0]));
        seen[0].Select(e => e.Seq).ShouldBe(Enumerable.Range(1, 2 + (2 * 80) + 3).Select(i => (long)i));
        seen[0][^1].Type.ShouldBe("COMPLETE");
    }

    [Fact]
    public async Task Runs_of_others_are_not_there()
    {
        var planId = await _client.StartAsync();

        (await _client.StatusAsync(planId, QaClient.Bob)).StatusCode.ShouldBe(404);
        (await _client.EventsAsync(planId, caller: QaClient.Bob)).StatusCode.ShouldBe(404);
        (await _client.StatusAsync(planId, ReportClient.CallerOf("eve", Hoth.Callers.Scopes.ReadAllJobs))).StatusCode.ShouldBe(200);
        await _rig.PostAsync("cost-1");
        (await _client.StatusAsync("cost-1", ReportClient.CallerOf("eve", Hoth.Callers.Scopes.ReadAllJobs))).StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task Wrong_cursor_and_limit_are_told_at_once()
    {
        var planId = await _client.StartAsync();

        var response = await _rig.HttpAsync("GetQaEvents", null, planId, query: new() { ["after"] = "-1", ["limit"] = "501" }, caller: QaClient.Alice);

        response.StatusCode.ShouldBe(400);
        JsonDocument.Parse(response.Body).RootElement.GetProperty("errorMap").EnumerateObject().Select(e => e.Name).ShouldBe(["query.after", "query.limit"], ignoreOrder: true);
    }

    [Fact]
    public async Task Earlier_run_is_compared_with()
    {
        var first = await _client.StartAsync();
        await _client.ExecuteAsync(first);
        await _client.PutAsync(QaClient.Body(more: $$""","config":{"baseline":"{{first}}"}"""));
        var second = await _client.StartAsync();

        await _client.ExecuteAsync(second);

        QaClient.Parse(await _client.ResultsAsync(second)).TryGetProperty("comparison", out _).ShouldBeTrue();
        QaClient.Parse(await _client.ResultsAsync(first)).TryGetProperty("comparison", out _).ShouldBeFalse();
    }
}
