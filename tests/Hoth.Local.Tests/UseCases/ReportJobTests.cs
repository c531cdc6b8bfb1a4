using Hoth.Jobs;
using Hoth.PortContracts;
using Hoth.Ports;
using Hoth.Reports;
using Shouldly;
using Xunit;
using static Hoth.Local.Tests.UseCases.ReportClient;

namespace Hoth.Local.Tests.UseCases;

/// <summary>POST …/generate: what it answers, what the job will do, and one job for one key.</summary>
public sealed class ReportJobTests : IAsyncLifetime, IDisposable
{
    private readonly Rig _rig = new();
    private readonly ReportClient _reports;

    public ReportJobTests() => _reports = new ReportClient(_rig);

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Report_is_accepted_with_a_job_that_says_where_to_look_and_is_on_its_queue()
    {
        await _reports.PutAsync(Configuration());

        var answer = await _reports.GenerateAsync(caller: Bob);

        answer.StatusCode.ShouldBe(202);
        var job = Body(answer);
        var id = job.GetProperty("jobId").GetString()!;
        Guid.TryParseExact(id, "D", out _).ShouldBeTrue();
        var url = $"https://hoth.example/v1/api/v1/jobs/{id}";
        (job.GetProperty("statusUrl").GetString(), job.GetProperty("resultUrl").GetString()).ShouldBe((url, url + "/result"));
        (answer.Headers["Location"], answer.Headers["Operation-Location"], answer.Headers["Retry-After"]).ShouldBe((url, url, "5"));
        (job.GetProperty("kind").GetString(), job.GetProperty("status").GetString(), job.GetProperty("done").GetBoolean()).ShouldBe(("report", "Queued", false));
        answer.Headers["ETag"].ShouldBe((await _reports.JobAsync(id, Bob)).Headers["ETag"]);

        var record = (await _rig.Jobs.FindAsync(id, default))!;
        (record.Owner, record.DeadlineAt - record.CreatedAt, record.ExpiresAt - record.CreatedAt).ShouldBe(("bob", TimeSpan.FromHours(2), TimeSpan.FromDays(30)));
        (await _rig.Queue.ReceiveAsync(Queues.Reports, 10, TimeSpan.FromMinutes(1), TimeSpan.Zero, default)).ShouldHaveSingleItem().Body.ShouldContain(id);
    }

    [Fact]
    public async Task Job_keeps_the_configuration_as_it_was()
    {
        var id = await _reports.AcceptedAsync();
        await _reports.DeleteAsync();

        var request = ReportRequest.FromJson((await _rig.Jobs.FindAsync(id, default))!.Request!.Json!);

        (request.ReportId, request.Name, request.Format).ShouldBe((ReportId, "Costs", ReportFormat.Csv));
        var source = request.Source.ShouldBeOfType<CostReportSource>();
        (string.Join(',', source.TargetCspNames), string.Join(',', source.PortfolioIds!), source.StartDate, source.EndDate).ShouldBe(("csp-test", "p1,p2", "2026-01", "2026-03"));
    }

    [Fact]
    public async Task Parameters_choose_from_the_configured_and_replace_dates()
    {
        await _reports.PutAsync(Configuration());

        var answer = await _reports.GenerateAsync("""{"parameters":{"portfolioIds":["p2"],"startDate":"2026-02","endDate":"2026-02-03"}}""");

        var record = (await _rig.Jobs.FindAsync(Body(answer).GetProperty("jobId").GetString()!, default))!;
        var source = ReportRequest.FromJson(record.Request!.Json!).Source.ShouldBeOfType<CostReportSource>();
        (string.Join(',', source.PortfolioIds!), source.StartDate, source.EndDate).ShouldBe(("p2", "2026-02", "2026-02-03"));
    }

    [Theory]
    // What the configuration leaves open is required.
    [InlineData("""{"kind":"costs","targetCspNames":["csp-test"]}""", null, "$.parameters.portfolioIds,$.parameters.startDate,$.parameters.endDate")]
    [InlineData("""{"kind":"costs","targetCspNames":["csp-test"]}""", """{"parameters":{"portfolioIds":["a"],"startDate":"2026-01"}}""", "$.parameters.endDate")]
    [InlineData("""{"kind":"costs","targetCspNames":["csp-test"]}""", """{"parameters":{"portfolioIds":[],"startDate":"never","endDate":7}}""", "$.parameters.portfolioIds,$.parameters.startDate,$.parameters.endDate")]
    // What it names is all that there is to choose from.
    [InlineData(Source, """{"parameters":{"portfolioIds":["p1","p3"],"targetCspNames":["csp-nowhere"]}}""", "$.parameters.portfolioIds[1],$.parameters.targetCspNames[0]")]
    [InlineData(Source, """{"parameters":{"endDate":"2025-12"}}""", "$.parameters.endDate")]
    [InlineData(Source, """{"parameters":{"inputs":{}}}""", "$.parameters.inputs")]
    [InlineData(Source, """{"parameters":[]}""", "$.parameters")]
    [InlineData(Source, """{"params":{}}""", "$.params")]
    [InlineData(Source, "[]", "$")]
    [InlineData(Source, "{", "$")]
    public async Task Mistakes_in_parameters_are_named_at_once_and_nothing_is_accepted(string source, string? body, string violations)
    {
        (await _reports.PutAsync(Configuration(source))).StatusCode.ShouldBe(201);

        var answer = await _reports.GenerateAsync(body);

        answer.StatusCode.ShouldBe(400, answer.Body);
        Body(answer).GetProperty("errorMap").EnumerateObject().Select(v => v.Name).ShouldBe(violations.Split(','), ignoreOrder: true);
        (await _rig.Queue.ReceiveAsync(Queues.Reports, 10, TimeSpan.Zero, TimeSpan.Zero, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Report_that_does_not_exist_is_404() =>
        (await _reports.GenerateAsync()).StatusCode.ShouldBe(404);

    [Theory]
    [InlineData("API_RESPONSE", false)]
    [InlineData("SFTP", true)]
    public async Task Report_that_is_not_delivered_by_this_API_asynchronously_is_409(string target, bool asynchronous)
    {
        await _reports.PutAsync(Configuration(target: target, asynchronous: asynchronous));

        var answer = await _reports.GenerateAsync();

        (answer.StatusCode, Code(answer)).ShouldBe((409, "REPORT_NOT_ASYNCHRONOUS"));
    }

    [Fact]
    public async Task Caller_without_the_scope_is_403()
    {
        await _reports.PutAsync(Configuration());
        (await _reports.GenerateAsync(caller: CallerOf("carol", "reports.write"))).StatusCode.ShouldBe(403);
    }

    [Theory]
    [InlineData(null, null, 202)]
    [InlineData("", "text/plain", 202)]
    [InlineData("{}", "application/json; charset=utf-8", 202)]
    [InlineData("{}", "text/plain", 415)]
    public async Task Body_may_be_left_out_and_is_JSON_where_it_is_there(string? body, string? contentType, int status)
    {
        await _reports.PutAsync(Configuration());
        (await _rig.HttpAsync("StartReportJob", body, ReportId, new() { ["Content-Type"] = contentType! }, caller: Alice)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Body_that_is_too_large_is_413()
    {
        await _reports.PutAsync(Configuration());
        (await _reports.GenerateAsync($"\"{new string('x', 256 * 1024)}\"")).StatusCode.ShouldBe(413);
    }

    [Fact]
    public async Task Same_key_and_body_are_the_same_job_whatever_became_of_the_configuration()
    {
        await _reports.PutAsync(Configuration());
        var first = await _reports.GenerateAsync("""{"parameters":{"startDate":"2026-02"}}""", key: "key 1");
        first.Headers.ContainsKey("Idempotency-Replayed").ShouldBeFalse();
        await _reports.DeleteAsync();

        var second = await _reports.GenerateAsync("""{ "parameters": { "startDate": "2026-02" } }""", key: "key 1");

        (second.StatusCode, second.Body, second.Headers["ETag"], second.Headers["Idempotency-Replayed"]).ShouldBe((202, first.Body, first.Headers["ETag"], "true"));
    }

    [Fact]
    public async Task Same_key_with_another_body_is_409()
    {
        await _reports.PutAsync(Configuration());
        await _reports.GenerateAsync(key: "k");

        var answer = await _reports.GenerateAsync("""{"parameters":{}}""", key: "k");

        (answer.StatusCode, Code(answer)).ShouldBe((409, "IDEMPOTENCY_KEY_REUSED"));
    }

    [Fact]
    public async Task Key_belongs_to_its_caller_and_its_report()
    {
        const string Other = "00000000-0000-0000-0000-000000000001";
        await _reports.PutAsync(Configuration());
        await _reports.PutAsync(Configuration(), Other);

        var answers = new[] { await _reports.GenerateAsync(key: "k"), await _reports.GenerateAsync(key: "k", caller: Bob), await _reports.GenerateAsync(key: "k", id: Other) };

        answers.ShouldAllBe(a => a.StatusCode == 202 && !a.Headers.ContainsKey("Idempotency-Replayed"));
        answers.Select(a => Body(a).GetProperty("jobId").GetString()).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task One_key_at_the_same_time_is_one_job_and_no_key_is_a_job_each()
    {
        await _reports.PutAsync(Configuration());

        var same = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _reports.GenerateAsync(key: "k")));
        same.ShouldAllBe(a => a.StatusCode == 202);
        same.Select(a => Body(a).GetProperty("jobId").GetString()).Distinct().ShouldHaveSingleItem();
        same.Count(a => !a.Headers.ContainsKey("Idempotency-Replayed")).ShouldBe(1);

        var each = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _reports.GenerateAsync()));
        each.Select(a => Body(a).GetProperty("jobId").GetString()).Distinct().Count().ShouldBe(30);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\there")]
    [InlineData("ä")]
    public async Task Key_that_is_no_printable_ASCII_is_400(string key)
    {
        await _reports.PutAsync(Configuration());
        var answer = await _reports.GenerateAsync(key: key);
        answer.StatusCode.ShouldBe(400);
        Body(answer).GetProperty("errorMap").TryGetProperty("header.Idempotency-Key", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Key_has_255_characters_at_most()
    {
        await _reports.PutAsync(Configuration());
        (await _reports.GenerateAsync(key: new string('~', 255))).StatusCode.ShouldBe(202);
        (await _reports.GenerateAsync(key: new string('~', 256))).StatusCode.ShouldBe(400);
    }

    [Fact]
    public async Task Job_that_was_recorded_and_not_handed_over_is_handed_over_by_the_sweeper()
    {
        await _reports.PutAsync(Configuration());
        _rig.Faults.ArmAt(FaultPoint.JobCreated);
        (await _reports.GenerateAsync(key: "k")).StatusCode.ShouldBe(500);
        (await _rig.Queue.ReceiveAsync(Queues.Reports, 10, TimeSpan.Zero, TimeSpan.Zero, default)).ShouldBeEmpty();

        _rig.Clock.Advance(JobLifecycle.OutboxGrace);
        (await _rig.SweepAsync()).HandedOver.ShouldBe(1);

        (await _rig.Queue.ReceiveAsync(Queues.Reports, 10, TimeSpan.FromMinutes(1), TimeSpan.Zero, default)).ShouldHaveSingleItem();
        (await _reports.GenerateAsync(key: "k")).Headers["Idempotency-Replayed"].ShouldBe("true");
    }

    [Fact]
    public async Task Subject_longer_than_a_message_group_may_be_is_taken_all_the_same()
    {
        await _reports.PutAsync(Configuration());
        var caller = CallerOf(new string('s', 255), "reports.read");
        var id = Body(await _reports.GenerateAsync(caller: caller)).GetProperty("jobId").GetString()!;
        (await _rig.Jobs.FindAsync(id, default))!.GroupId.Length.ShouldBeLessThanOrEqualTo(128);
    }
}
