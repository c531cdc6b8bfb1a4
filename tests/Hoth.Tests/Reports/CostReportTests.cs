using System.Security.Cryptography;
using System.Text;
using Hoth.AsyncJobs;
using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Reports;
using Hoth.Tests.HttpJobs;

namespace Hoth.Tests.Reports;

/// <summary>Reports of costs: portfolios over CSPs.</summary>
public sealed class CostReportTests : IAsyncLifetime
{
    private static readonly Reply NoCosts = Reply.Json(200, """{"task_orders":[]}""");
    private ReportFixture _reports = null!;

    public async Task InitializeAsync() => _reports = await ReportFixture.StartAsync();

    public async Task DisposeAsync() => await _reports.DisposeAsync();

    [Fact]
    public async Task Rows_of_all_portfolios_at_all_csps_are_in_the_order_of_the_request()
    {
        _reports.WithCsp("a").WithCsp("b").Says("a", "p1").Says("b", "p1").Says("a", "p2").Says("b", "p2").Begin(ReportFormat.Csv, ["p1", "p2"]);

        var ending = await _reports.RunAsync();

        ending.Status.ShouldBe(JobStatus.Succeeded);
        ending.Warnings.ShouldBeEmpty();
        _reports.Output.ShouldBe("csp,portfolioId,taskOrderId,clinNumber,costKind,month,value\r\n" + string.Concat(
            new[] { "a,p1", "b,p1", "a,p2", "b,p2" }.Select(row => $"{row},to,0001,actual,2026-01,3.00\r\n")));
        _reports.Server.Calls.Count.ShouldBe(4);
        _reports.Leftovers.ShouldBeEmpty();
        var output = _reports.Job.Output!;
        output.ArtifactKey.ShouldStartWith("reports/instance/id-");
        output.ShouldBe(new JobOutput(output.ArtifactKey, "text/csv; charset=utf-8", Bytes(_reports.Output!).Length, Convert.ToHexStringLower(SHA256.HashData(Bytes(_reports.Output!))), 4));
        _reports.Job.Progress.ShouldBe(new JobProgress(4, 5));
    }

    [Fact]
    public async Task What_fails_is_a_warning_that_names_it_and_the_rest_is_the_report()
    {
        _reports.WithCsp("a").WithCsp("b").Says("a", "p1").Says("b", "p1", Reply.Json(404, "{}")).Says("a", "p2", Reply.Json(200, "[]")).Says("b", "p2").Begin(ReportFormat.Json, ["p1", "p2"]);

        var ending = await _reports.RunAsync();

        ending.Status.ShouldBe(JobStatus.Succeeded);
        ending.Warnings.ShouldBe(["b, portfolio p1: The CSP answered with status 404.", "a, portfolio p2: The CSP answered 200 without a JSON object."]);
        ending.Output!.Rows.ShouldBe(2);
        _reports.Asked("b", "p1").ShouldBe(1, "a refusal is not asked again");
    }

    [Fact]
    public async Task Trouble_that_passes_is_asked_again_in_a_later_round_and_no_warning()
    {
        var began = _reports.Server.Time.GetUtcNow();
        _reports.WithCsp("a").Says("a", "p1", [new Reply(503), new Reply(503), new Reply(503), Reply.Json(200, ReportFixture.Costs)]).Says("a", "p2").Begin(ReportFormat.Csv, ["p1", "p2"]);

        var ending = await _reports.RunAsync();

        ending.Warnings.ShouldBeEmpty();
        ending.Output!.Rows.ShouldBe(2);
        _reports.Output!.Split("\r\n")[1].ShouldStartWith("a,p1");
        (_reports.Asked("a", "p1"), _reports.Asked("a", "p2")).ShouldBe((4, 1));
        (_reports.Server.Time.GetUtcNow() - began).ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Report_fails_with_a_usable_error_when_every_question_does()
    {
        _reports.WithCsp("a").Says("a", "p1", new Reply(503)).Says("a", "p2", new Reply(503)).Begin(ReportFormat.Csv, ["p1", "p2"]);

        var ending = await _reports.RunAsync();

        (ending.Status, ending.Code).ShouldBe((JobStatus.Failed, 503));
        ending.Error.ShouldBe(new JobError(JobErrorCodes.CspUnavailable, "None of the 2 questions about costs was answered. The first: a, portfolio p1: The CSP answered with status 503."));
        _reports.Asked("a", "p1").ShouldBe(9, "3 rounds of 3 tries");
        _reports.Artifacts.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Json)]
    public async Task Report_without_rows_is_an_empty_success_without_an_artifact(ReportFormat format)
    {
        _reports.WithCsp("a").Says("a", "p1", NoCosts).Begin(format, ["p1"]);

        var ending = await _reports.RunAsync();

        (ending.Status, ending.Output!.ArtifactKey, ending.Output.Bytes, ending.Output.Rows).ShouldBe((JobStatus.Succeeded, null, 0, 0));
        _reports.Artifacts.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Visit_ends_when_its_time_is_used_up_and_the_next_one_goes_on_without_asking_twice()
    {
        var portfolios = Enumerable.Range(0, 40).Select(i => $"p{i}").ToArray();
        _reports.WithCsp("a").Begin(ReportFormat.Csv, portfolios);
        foreach (var portfolio in portfolios) _reports.Says("a", portfolio);
        _reports.OnFaultPoint = (_, _) => _reports.Server.Time.Advance(TimeSpan.FromMinutes(3));

        (await _reports.PollAsync()).ShouldBe(new AsyncStep.Due(null, TimeSpan.Zero));

        _reports.Job.Progress.ShouldBe(new JobProgress(16, 41));
        (await _reports.RunAsync()).Output!.Rows.ShouldBe(40);
        _reports.Server.Calls.Count.ShouldBe(40);
    }

    [Fact]
    public async Task Nothing_is_asked_twice_and_nothing_is_lost_whichever_step_a_kill_follows()
    {
        var portfolios = Enumerable.Range(0, 33).Select(i => $"p{i}").ToArray();
        _reports.WithCsp("a").Begin(ReportFormat.Csv, portfolios);
        foreach (var portfolio in portfolios) _reports.Says("a", portfolio);
        _reports.OnFaultPoint = (_, times) =>
        {
            if (times <= 5) throw new KilledException();
        };

        var ending = await _reports.RunAsync();

        ending.Output!.Rows.ShouldBe(33);
        _reports.Server.Calls.Count.ShouldBe(33);
        _reports.Leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_step_had_written_is_not_asked_again()
    {
        _reports.WithCsp("a").Says("a", "p1").Begin(ReportFormat.Csv, ["p1"]);
        _reports.Store.DiesAfterWrites = 1;
        await Should.ThrowAsync<PortUnavailableException>(() => _reports.PollAsync());
        _reports.Store.DiesAfterWrites = null;

        (await _reports.RunAsync()).Output!.Rows.ShouldBe(1);

        _reports.Asked("a", "p1").ShouldBe(1);
    }

    [Fact]
    public async Task Slower_one_of_two_watchers_stops_and_changes_nothing()
    {
        _reports.WithCsp("a").Says("a", "p1").Begin(ReportFormat.Csv, ["p1"]);
        var slow = _reports.Job;
        await _reports.RunAsync();
        var (job, artifacts) = (_reports.Job, _reports.Artifacts.All.Keys.ToList());

        (await _reports.PollAsync(slow)).ShouldBeOfType<AsyncStep.Due>();

        _reports.Job.ShouldBe(job);
        _reports.Artifacts.All.Keys.ShouldBe(artifacts);
    }

    [Fact]
    public async Task There_is_a_report_of_what_was_answered_when_the_time_for_asking_is_over()
    {
        var portfolios = Enumerable.Range(0, 20).Select(i => $"p{i}").ToArray();
        _reports.WithCsp("a").Begin(ReportFormat.Csv, portfolios);
        foreach (var portfolio in portfolios) _reports.Says("a", portfolio);
        _reports.OnFaultPoint = (_, times) =>
        {
            if (times == 2) _reports.Server.Time.Advance(TimeSpan.FromMinutes(111));
        };

        var ending = await _reports.RunAsync();

        (ending.Status, ending.Output!.Rows).ShouldBe((JobStatus.Succeeded, 16));
        ending.Warnings.ShouldBe(["4 questions about costs were not asked before the report's deadline."]);
    }

    [Fact]
    public async Task Many_failures_are_counted_where_they_are_not_named()
    {
        var portfolios = Enumerable.Range(0, 30).Select(i => $"p{i}").ToArray();
        _reports.WithCsp("a").Says("a", "p0").Begin(ReportFormat.Csv, portfolios);

        var ending = await _reports.RunAsync();

        ending.Warnings.Count.ShouldBe(JobRecord.MaxWarnings);
        ending.Warnings[^1].ShouldBe("29 questions in all were not answered.");
        ending.Output!.Rows.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Cancelled_report_ends_at_its_next_step_and_leaves_nothing(int after)
    {
        var portfolios = Enumerable.Range(0, 20).Select(i => $"p{i}").ToArray();
        _reports.WithCsp("a").Begin(ReportFormat.Csv, portfolios);
        foreach (var portfolio in portfolios) _reports.Says("a", portfolio);
        var steps = 0;
        _reports.OnFaultPoint = (_, _) =>
        {
            if (++steps == after) _reports.Cancel();
        };
        if (after == 0) _reports.Cancel();

        var ending = await _reports.RunAsync();

        (ending.Status, ending.Output).ShouldBe((JobStatus.Cancelled, null));
        _reports.Artifacts.All.ShouldBeEmpty();
        _reports.Server.Calls.Count.ShouldBe(after switch { 0 => 0, 1 => 16, _ => 20 });
    }

    [Fact]
    public async Task Report_that_is_cancelled_while_it_is_assembled_is_not_served()
    {
        _reports.WithCsp("a").Says("a", "p1").Begin(ReportFormat.Csv, ["p1"]);
        _reports.OnFaultPoint = (name, _) =>
        {
            if (name == FaultPoint.OutputStored) _reports.Cancel();
        };

        (await _reports.RunAsync()).Status.ShouldBe(JobStatus.Cancelled);

        _reports.Artifacts.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Csp_that_is_gone_is_a_warning()
    {
        _reports.WithCsp("a").Says("a", "p1").Begin(ReportFormat.Csv, ["p1"]);
        var request = ReportRequest.FromJson(_reports.Job.Request!.Json!);
        _reports.Store.Job = _reports.Job with { Request = new JobBody((request with { Source = (CostReportSource)request.Source with { TargetCspNames = ["a", "gone"] } }).ToJson()) };

        (await _reports.RunAsync()).Warnings.ShouldBe(["gone, portfolio p1: The CSP was taken out of the directory after the request was accepted."]);
    }

    [Theory]
    [InlineData(CspCostResponse.Records, """{"file_name":"/a"}""", """{"csp":"slow","portfolioId":"p1","fileName":"/a"}""")]
    [InlineData(CspCostResponse.Document, """{"taskOrders":[{"clins":[{"actual":{"results":[{"value":1.50},{"value":2}]}}]}]}""", """{"csp":"slow","portfolioId":"p1","costKind":"actual","value":1.50}|{"csp":"slow","portfolioId":"p1","costKind":"actual","value":2}""")]
    public async Task Csp_whose_costs_are_asynchronous_is_asked_by_an_http_job(CspCostResponse response, string record, string rows)
    {
        _reports.WithCsp("slow", new CspCosts(CspCostMode.Async, "test") { Response = response }).WithCsp("fast").Says("fast", "p1");
        _reports.Server.Usual("/a").On("GET /a", Reply.Text(200, record));
        _reports.WithDefinition(_reports.Server.Define(d => { }, JobFixture.Base.Replace("[\"month\"]", "[\"portfolioId\",\"endDate\"]").Replace("input.month", "input.endDate")));
        _reports.Begin(ReportFormat.Json, ["p1"]);

        var ending = await _reports.RunAsync();

        ending.Warnings.ShouldBeEmpty();
        _reports.Server.Server.Requests.First(r => r.Method == "POST").Body.ShouldBe("""{"month":"2026-03-15"}""");
        _reports.Output.ShouldBe($"[\n{rows.Replace("|", ",\n")},\n{{\"csp\":\"fast\",\"portfolioId\":\"p1\",\"taskOrderId\":\"to\",\"clinNumber\":\"0001\",\"costKind\":\"actual\",\"month\":\"2026-01\",\"value\":\"3.00\"}}\n]\n");
        _reports.Leftovers.ShouldBeEmpty();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
