using Hoth.Callers;
using Hoth.Jobs;
using Hoth.PortContracts;
using Hoth.Ports;
using Shouldly;
using Xunit;
using static Hoth.Local.Tests.UseCases.ReportClient;

namespace Hoth.Local.Tests.UseCases;

/// <summary>/api/v1/jobs/…: who sees a job, its result in every state, and cancelling at every moment.</summary>
public sealed class JobResourceTests : IAsyncLifetime, IDisposable
{
    private static readonly Caller Auditor = CallerOf("auditor", Scopes.ReadAllJobs);
    private static readonly Caller Operator = CallerOf("operator", Scopes.CancelAllJobs);
    private static readonly JobEnding Failed = new(JobStatus.Failed, 502, null, new JobError(JobErrorCodes.CspMalformed, "No costs."));

    private readonly Rig _rig = new();
    private readonly ReportClient _reports;

    public JobResourceTests() => _reports = new ReportClient(_rig);

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Job_is_seen_by_its_owner_and_by_who_may_see_all_and_is_not_there_for_others()
    {
        var id = await _reports.AcceptedAsync();

        (await _reports.JobAsync(id)).StatusCode.ShouldBe(200);
        (await _reports.JobAsync(id, Auditor)).StatusCode.ShouldBe(200);
        var stranger = await _reports.JobAsync(id, Bob);
        var nothing = await _reports.JobAsync("none", Bob);
        (stranger.StatusCode, Body(stranger).GetProperty("detail").GetString()).ShouldBe((404, Body(nothing).GetProperty("detail").GetString()));
        (await _reports.ResultAsync(id, Bob)).StatusCode.ShouldBe(404);
        (await _reports.CancelAsync(id, Bob)).StatusCode.ShouldBe(404);
        (await _reports.ResultAsync(id, Auditor)).StatusCode.ShouldBe(409);
    }

    [Fact]
    public async Task Job_says_how_far_it_is_what_it_brought_forth_and_what_went_wrong_on_the_way()
    {
        var id = await _reports.AcceptedAsync();
        var queued = Body(await _reports.JobAsync(id));
        queued.TryGetProperty("progress", out _).ShouldBeFalse();
        queued.TryGetProperty("result", out _).ShouldBeFalse();

        await _reports.BeginAsync(id);
        await _rig.Jobs.UpdateAsync(id, job => JobLifecycle.RecordWork(job, new JobBody("{}"), _rig.Clock.GetUtcNow(), new JobProgress(1, 4)), default);
        var running = await _reports.JobAsync(id);
        running.Headers["Retry-After"].ShouldBe("5");
        Body(running).GetProperty("status").GetString().ShouldBe("Running");
        Body(running).GetProperty("progress").GetRawText().ShouldBe("""{"done":1,"total":4}""");

        await _reports.SucceedAsync(id, "a,b\r\n1,2\r\n");
        var done = await _reports.JobAsync(id);
        done.Headers.ContainsKey("Retry-After").ShouldBeFalse();
        var job = Body(done);
        (job.GetProperty("status").GetString(), job.GetProperty("done").GetBoolean()).ShouldBe(("Succeeded", true));
        job.GetProperty("result").GetRawText().ShouldBe("""{"empty":false,"bytes":10,"mediaType":"text/csv","sha256":"5e884898da28047151d0e56f8dc62927","rows":2}""");
        job.GetProperty("warnings").GetRawText().ShouldBe("""["csp-test answered 404 for p2"]""");
        job.TryGetProperty("error", out _).ShouldBeFalse();
        job.TryGetProperty("progress", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Failed_job_says_why_and_offers_no_result()
    {
        var id = await _reports.AcceptedAsync();
        await _rig.EndAsync(id, Failed);

        var job = Body(await _reports.JobAsync(id));

        job.GetProperty("error").GetRawText().ShouldBe("""{"code":"CSP_MALFORMED_ANSWER","detail":"No costs."}""");
        job.TryGetProperty("resultUrl", out _).ShouldBeFalse();
        job.TryGetProperty("result", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Job_is_not_sent_again_until_it_has_changed()
    {
        var id = await _reports.AcceptedAsync();
        var tag = (await _reports.JobAsync(id)).Headers["ETag"];

        var unchanged = await _reports.JobAsync(id, ifNoneMatch: tag);
        (unchanged.StatusCode, unchanged.Body, unchanged.Headers["ETag"], unchanged.Headers["Retry-After"]).ShouldBe((304, null, tag, "5"));
        await _reports.BeginAsync(id);

        var changed = await _reports.JobAsync(id, ifNoneMatch: tag);
        changed.StatusCode.ShouldBe(200);
        changed.Headers["ETag"].ShouldNotBe(tag);
    }

    [Fact]
    public async Task Expired_job_is_410_for_its_owner_and_404_for_others()
    {
        var id = await _reports.AcceptedAsync();
        await _reports.SucceedAsync(id, "x");
        _rig.Clock.Advance(TimeSpan.FromDays(30));
        await _rig.SweepAsync();

        foreach (var answer in new[] { await _reports.JobAsync(id), await _reports.ResultAsync(id), await _reports.CancelAsync(id) }) (answer.StatusCode, Code(answer)).ShouldBe((410, "JOB_EXPIRED"));
        (await _reports.JobAsync(id, Bob)).StatusCode.ShouldBe(404);
        (await _rig.Ports.Artifacts.OpenAsync($"reports/{id}", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Result_is_the_content_as_it_was_written()
    {
        var id = await _reports.AcceptedAsync();
        await _reports.SucceedAsync(id, "﻿name,\"ä 🜚\"\r\n", "text/csv; charset=utf-8");

        var answer = await _reports.ResultAsync(id);

        (answer.StatusCode, answer.Body, answer.Headers["Content-Type"]).ShouldBe((200, "﻿name,\"ä 🜚\"\r\n", "text/csv; charset=utf-8"));
        answer.Headers["ETag"].ShouldBe("\"5e884898da28047151d0e56f8dc62927\"");
    }

    [Theory]
    [InlineData('x', 4 * 1024 * 1024, 200)]
    [InlineData('x', (4 * 1024 * 1024) + 1, 303)]
    // Each takes two bytes inside the JSON that a Lambda function answers.
    [InlineData('"', 4 * 1024 * 1024, 303)]
    [InlineData('\n', 4 * 1024 * 1024, 303)]
    [InlineData('"', 2 * 1024 * 1024, 200)]
    public async Task Result_that_no_answer_can_carry_is_fetched_from_the_store(char content, int bytes, int status)
    {
        var id = await _reports.AcceptedAsync();
        await _reports.SucceedAsync(id, new string(content, bytes));

        var answer = await _reports.ResultAsync(id);

        answer.StatusCode.ShouldBe(status);
        if (status == 303) answer.Headers["Location"].ShouldStartWith($"http://localhost/artifacts/reports/{id}?until=");
    }

    [Fact]
    public async Task Result_with_nothing_in_it_is_204()
    {
        var id = await _reports.AcceptedAsync();
        await _rig.EndAsync(id, new JobEnding(JobStatus.Succeeded, 200, null, null) { Output = new JobOutput(null, "text/csv", 0, null, 0) });

        (await _reports.ResultAsync(id)).StatusCode.ShouldBe(204);
        Body(await _reports.JobAsync(id)).GetProperty("result").GetProperty("empty").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5 * 1024 * 1024)]
    public async Task Result_that_is_gone_is_410(int bytes)
    {
        var id = await _reports.AcceptedAsync();
        await _reports.SucceedAsync(id, new string('x', bytes));
        await _rig.Ports.Artifacts.DeleteAsync($"reports/{id}", default);

        var answer = await _reports.ResultAsync(id);

        (answer.StatusCode, Code(answer)).ShouldBe((410, "RESULT_GONE"));
    }

    [Fact]
    public async Task Result_that_is_not_there_says_why()
    {
        var (queued, running, failed, cancelled) = (await _reports.AcceptedAsync(), await _reports.AgainAsync(), await _reports.AgainAsync(), await _reports.AgainAsync());
        await _reports.BeginAsync(running);
        await _rig.EndAsync(failed, Failed);
        await _reports.CancelAsync(cancelled);

        foreach (var id in new[] { queued, running })
        {
            var notReady = await _reports.ResultAsync(id);
            (notReady.StatusCode, Code(notReady), notReady.Headers["Retry-After"]).ShouldBe((409, "RESULT_NOT_READY", "5"));
        }

        Code(await _reports.ResultAsync(failed)).ShouldBe("JOB_FAILED");
        var answer = await _reports.ResultAsync(cancelled);
        (answer.StatusCode, Code(answer), answer.Headers.ContainsKey("Retry-After")).ShouldBe((409, "JOB_CANCELLED", false));
    }

    [Fact]
    public async Task Queued_job_is_cancelled_at_once()
    {
        var id = await _reports.AcceptedAsync();

        var answer = await _reports.CancelAsync(id);

        (answer.StatusCode, Body(answer).GetProperty("status").GetString()).ShouldBe((200, "Cancelled"));
        Body(answer).TryGetProperty("resultUrl", out _).ShouldBeFalse();
        (await _reports.CancelAsync(id)).Headers["ETag"].ShouldBe(answer.Headers["ETag"]);
        (await _rig.SweepAsync()).Any.ShouldBeFalse();
    }

    [Fact]
    public async Task Job_at_work_is_cancelling_until_its_worker_stops()
    {
        var id = await _reports.AcceptedAsync();
        await _reports.BeginAsync(id);

        var first = await _reports.CancelAsync(id);
        (first.StatusCode, Body(first).GetProperty("status").GetString(), first.Headers["Retry-After"]).ShouldBe((202, "Cancelling", "5"));
        (await _reports.CancelAsync(id)).StatusCode.ShouldBe(202);
        Code(await _reports.ResultAsync(id)).ShouldBe("RESULT_NOT_READY");

        await _rig.EndAsync(id, new JobEnding(JobStatus.Cancelled, 200, null, null));
        var done = await _reports.CancelAsync(id);
        (done.StatusCode, Body(done).GetProperty("status").GetString()).ShouldBe((200, "Cancelled"));
    }

    [Fact]
    public async Task Cancelling_what_has_ended_changes_nothing()
    {
        var id = await _reports.AcceptedAsync();
        await _reports.SucceedAsync(id, "x");
        var before = await _reports.JobAsync(id);

        var answer = await _reports.CancelAsync(id);

        (answer.StatusCode, answer.Body).ShouldBe((200, before.Body));
    }

    [Fact]
    public async Task Cancel_and_end_at_the_same_time_leave_one_end()
    {
        for (var i = 0; i < 10; i++)
        {
            var id = await _reports.AcceptedAsync();
            if (i % 2 == 0) await _reports.BeginAsync(id);

            var cancels = Enumerable.Range(0, 4).Select(_ => _reports.CancelAsync(id)).ToList();
            await Task.WhenAll([_reports.SucceedAsync(id, "x"), .. cancels]);

            (await Task.WhenAll(cancels)).ShouldAllBe(a => a.StatusCode == 200 || a.StatusCode == 202);
            var job = (await _rig.Jobs.FindAsync(id, default))!;
            job.IsTerminal.ShouldBeTrue();
            (job.Output is not null).ShouldBe(job.Status == JobStatus.Succeeded);
            if (i % 2 == 0) job.Status.ShouldBe(JobStatus.Succeeded, "only its worker ends a job at work");
        }
    }

    [Fact]
    public async Task Others_jobs_are_cancelled_by_who_may_and_only_seen_by_who_may_see()
    {
        var id = await _reports.AcceptedAsync();

        var seen = await _reports.CancelAsync(id, Auditor);
        (seen.StatusCode, Code(seen)).ShouldBe((403, "INSUFFICIENT_SCOPE"));
        (await _reports.JobAsync(id, Operator)).StatusCode.ShouldBe(404);
        (await _reports.CancelAsync(id, Operator)).StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Job_of_ServiceNow_is_seen_with_the_scope_and_has_its_result_and_is_never_cancelled()
    {
        await _rig.FinishedAsync("snow");
        await _rig.PostAsync("snow-late");

        (await _reports.JobAsync("snow")).StatusCode.ShouldBe(404);
        var job = Body(await _reports.JobAsync("snow", Auditor));
        (job.GetProperty("kind").GetString(), job.GetProperty("resultUrl").GetString()).ShouldBe(("cost", "https://hoth.example/v1/api/v1/jobs/snow/result"));
        var result = await _reports.ResultAsync("snow", Auditor);
        result.Body.ShouldBe((await _rig.DrainAsync()).ShouldHaveSingleItem().GetRawText());
        foreach (var id in new[] { "snow", "snow-late" })
        {
            var cancel = await _reports.CancelAsync(id, Operator);
            (cancel.StatusCode, Code(cancel)).ShouldBe((409, "JOB_NOT_CANCELLABLE"));
        }

        Code(await _reports.ResultAsync("snow-late", Auditor)).ShouldBe("RESULT_NOT_READY");
    }

    [Fact]
    public async Task Failed_job_of_ServiceNow_has_the_result_that_it_drains()
    {
        await _rig.PostAsync("snow");
        await _rig.EndAsync("snow", Failed);

        var result = await _reports.ResultAsync("snow", Auditor);

        (result.StatusCode, Body(result).GetProperty("outcome").GetString()).ShouldBe((200, "FAILED"));
    }
}
