using Hoth.AsyncJobs;
using Hoth.HttpJobs;
using Hoth.Jobs;
using Hoth.Reports;
using Hoth.Tests.HttpJobs;

namespace Hoth.Tests.Reports;

/// <summary>Reports of what an HTTP job downloads.</summary>
public sealed class HttpJobReportTests : IAsyncLifetime
{
    private static readonly string[] CleanUp = ["POST /jobs/job-1/abort", "DELETE /jobs/job-1"];
    private ReportFixture _reports = null!;

    public async Task InitializeAsync() => _reports = await ReportFixture.StartAsync();

    public async Task DisposeAsync() => await _reports.DisposeAsync();

    [Theory]
    [InlineData(ReportFormat.Json, "[\n{\"file\":\"/a\"},\n{\"file\":\"/b\"}\n]\n", "application/json")]
    [InlineData(ReportFormat.Csv, "file\r\n/a\r\n/b\r\n", "text/csv; charset=utf-8")]
    public async Task Downloads_are_the_report_in_their_order(ReportFormat format, string expected, string mediaType)
    {
        _reports.WithDefinition(_reports.Server.Usual("/a", "/b").Define()).BeginHttpJob(format);

        var ending = await _reports.RunAsync();

        _reports.Server.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "GET /jobs/job-1", "GET /a", "GET /b", "DELETE /jobs/job-1"]);
        _reports.Output.ShouldBe(expected);
        (ending.Status, ending.Output!.MediaType, ending.Output.Rows).ShouldBe((JobStatus.Succeeded, mediaType, 2));
        _reports.Leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Failed_job_is_a_failed_report_with_its_error_and_what_its_tries_left_is_deleted()
    {
        _reports.Server.Usual("/a", "/b").On("GET /b", Reply.Json(500, "{}"));
        _reports.WithDefinition(_reports.Server.Define()).BeginHttpJob();

        var ending = await _reports.RunAsync();

        (ending.Status, ending.Output).ShouldBe((JobStatus.Failed, null));
        ending.Error!.Code.ShouldBe(JobErrorCodes.CspUnavailable);
        ending.Error.Detail.ShouldBe("download_retriever was answered with 500.");
        ending.Warnings.Count.ShouldBe(3);
        _reports.Artifacts.All.ShouldBeEmpty();
        _reports.Server.Server.Requests.Where(r => r.Target == "/jobs").Select(r => r.Header("Idempotency-Key")).ShouldBe(["instance-0-1", "instance-0-2", "instance-0-3"]);
    }

    [Fact]
    public async Task Job_without_data_is_an_empty_report()
    {
        _reports.Server.Usual().On("GET /jobs/job-1", Reply.Json(200, """{"status":"EMPTY"}"""));
        _reports.WithDefinition(_reports.Server.Define()).BeginHttpJob();

        var ending = await _reports.RunAsync();

        (ending.Status, ending.Output!.ArtifactKey).ShouldBe((JobStatus.Succeeded, null));
        _reports.Server.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", "DELETE /jobs/job-1"]);
    }

    [Fact]
    public async Task Report_fails_when_its_definition_is_gone()
    {
        _reports.BeginHttpJob();

        var ending = await _reports.RunAsync();

        ending.Error.ShouldBe(new JobError(JobErrorCodes.Internal, "The definition test of HTTP jobs was taken away after the request was accepted."));
    }

    [Fact]
    public async Task Waits_are_kept_but_never_so_long_that_a_cancellation_goes_unseen()
    {
        _reports.WithDefinition(_reports.Server.Usual("/a").On("GET /jobs/job-1", Reply.Json(200, """{"status":"RUNNING"}""").With("Retry-After", "300")).Define()).BeginHttpJob();

        (await _reports.PollAsync()).ShouldBe(new AsyncStep.Due("RUNNING", TimeSpan.FromSeconds(30)));
        _reports.Server.Time.Advance(TimeSpan.FromSeconds(30));
        (await _reports.PollAsync()).ShouldBe(new AsyncStep.Due("RUNNING", TimeSpan.FromSeconds(30)));

        _reports.Server.Calls.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(2, "POST /jobs,ABORT,DELETE")]
    [InlineData(3, "POST /jobs,GET /jobs/job-1,ABORT,DELETE")]
    [InlineData(4, "POST /jobs,GET /jobs/job-1,ABORT,DELETE")]
    [InlineData(5, "POST /jobs,GET /jobs/job-1,GET /jobs/job-1,GET /a,ABORT,DELETE")]
    [InlineData(6, "POST /jobs,GET /jobs/job-1,GET /jobs/job-1,GET /a,GET /b,DELETE")]
    public async Task Cancelled_report_aborts_and_deletes_what_the_server_has(int after, string calls)
    {
        _reports.WithDefinition(_reports.Server.Usual("/a", "/b").Define()).BeginHttpJob();
        var steps = 0;
        _reports.OnFaultPoint = (_, _) =>
        {
            if (++steps == after) _reports.Cancel();
        };
        if (after == 0) _reports.Cancel();

        var ending = await _reports.RunAsync();

        ending.Status.ShouldBe(JobStatus.Cancelled);
        string.Join(',', _reports.Server.Calls).ShouldBe(calls.Replace("ABORT", CleanUp[0]).Replace("DELETE", CleanUp[1]));
        _reports.Artifacts.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Remote_job_is_aborted_in_time_for_the_deadline()
    {
        var began = _reports.Server.Time.GetUtcNow();
        _reports.WithDefinition(_reports.Server.Usual().On("GET /jobs/job-1", Reply.Json(200, """{"status":"RUNNING"}""")).Define(d => d["polling_job_timeout"] = 600)).BeginHttpJob();

        var ending = await _reports.RunAsync();

        _reports.Server.Calls.TakeLast(3).ShouldBe(["GET /jobs/job-1", .. CleanUp]);
        (_reports.Server.Time.GetUtcNow() - began).ShouldBe(TimeSpan.FromMinutes(110));
        (ending.Status, ending.Code, ending.Error!.Code).ShouldBe((JobStatus.Failed, 504, JobErrorCodes.CspTimeout));
    }

    [Fact]
    public async Task Remote_job_of_a_report_that_was_ended_by_others_is_aborted()
    {
        _reports.WithDefinition(_reports.Server.Usual("/a").Define()).BeginHttpJob();
        await _reports.PollAsync();
        _reports.Store.Job = _reports.Job with { Status = JobStatus.Failed, FinishedAt = _reports.Server.Time.GetUtcNow() };

        await _reports.CleanUpAsync();

        _reports.Server.Calls.ShouldBe(["POST /jobs", "GET /jobs/job-1", .. CleanUp]);
        _reports.Artifacts.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task No_remote_job_is_created_twice_whichever_step_a_kill_follows(int step)
    {
        _reports.WithDefinition(_reports.Server.Usual("/a", "/b").Define()).BeginHttpJob();
        _reports.OnFaultPoint = (_, times) =>
        {
            if (times == step) throw new KilledException();
        };

        var ending = await _reports.RunAsync();

        ending.Output!.Rows.ShouldBe(2);
        _reports.Server.Calls.Count(c => c == "POST /jobs").ShouldBe(1);
        _reports.Leftovers.ShouldBeEmpty();
    }
}
