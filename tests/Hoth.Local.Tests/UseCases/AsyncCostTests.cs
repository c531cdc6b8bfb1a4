using System.Text.Json;
using Hoth.HttpJobs;
using Hoth.Jobs;
using Hoth.MockCsp.Behaviours;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

/// <summary>Cost jobs of CSPs whose costs are asynchronous: for the client like all others.</summary>
public sealed class AsyncCostTests : IAsyncLifetime
{
    private readonly Rig _rig = new();

    /// <summary>Leases and acknowledgements do not differ.</summary>
    public static TheoryData<string> Points => [.. FaultPoint.All.Except([.. FaultPoint.OfProvisioning, .. FaultPoint.OfReports, .. FaultPoint.OfQaRuns, FaultPoint.LeaseStored, FaultPoint.AckMarked, FaultPoint.AckDeleted])];

    public Task InitializeAsync() => _rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _rig.Dispose();
    }

    [Fact]
    public async Task Result_is_the_one_that_a_synchronous_csp_gives()
    {
        await _rig.FinishedAsync("sync");
        var accepted = await _rig.PostAsync("async", Rig.Export);
        await EndAsync("async");

        accepted.StatusCode.ShouldBe(202);
        var results = (await _rig.DrainAllAsync()).ToDictionary(r => r.GetProperty("jobId").GetString()!);
        results["async"].EnumerateObject().Select(m => m.Name).ShouldBe(results["sync"].EnumerateObject().Select(m => m.Name));
        results["async"].GetProperty("code").GetInt32().ShouldBe(200);
        Response(results["async"]).GetRawText().ShouldBe(Response(results["sync"]).GetRawText());
        _rig.Mock.Counters(Rig.Export).CostExports.ShouldBe(1);
        (await _rig.Ports.Artifacts.OpenAsync(ArtifactOutput.KeyOf(new HttpJobPart((await JobAsync("async")).InstanceId, 1, 0)), default)).ShouldBeNull("what was downloaded is in the result");
    }

    [Fact]
    public async Task Result_has_records_unless_the_directory_says_otherwise()
    {
        Script(new CostExports { Files = 2 });
        await _rig.PostAsync("r1", Rig.Records);
        await EndAsync("r1");

        var records = Response((await _rig.DrainAsync()).Single()).GetProperty("records");

        records.GetArrayLength().ShouldBe(2);
        records[1].GetProperty("taskOrders")[0].GetProperty("taskOrderId").GetString().ShouldBe("to-p1");
    }

    [Fact]
    public async Task Job_fails_when_the_csp_sends_more_than_its_one_document()
    {
        Script(new CostExports { Files = 2 });
        await _rig.PostAsync("r1", Rig.Export);

        var job = await EndAsync("r1");

        (job.Code, job.Error!.Code).ShouldBe((502, JobErrorCodes.CspMalformed));
    }

    [Theory]
    [InlineData(Rig.Export, "{}")]
    [InlineData(Rig.Records, """{"records":[]}""")]
    public async Task Job_succeeds_with_an_empty_response_when_there_are_no_data(string csp, string expected)
    {
        Script(new CostExports { FinalStatus = "NO_DATA" });
        await _rig.PostAsync("r1", csp);
        await EndAsync("r1");

        var result = (await _rig.DrainAsync()).Single();
        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        Response(result).GetRawText().ShouldBe(expected);
    }

    [Fact]
    public async Task Job_fails_and_says_why_when_the_csp_fails()
    {
        Script(new CostExports { FinalStatus = "FAILED" });
        await _rig.PostAsync("r1", Rig.Export);
        await EndAsync("r1");

        var result = (await _rig.DrainAsync()).Single();
        result.GetProperty("outcome").GetString().ShouldBe("FAILED");
        result.GetProperty("code").GetInt32().ShouldBe(200, "what the CSP answered last");
        Response(result).GetProperty("code").GetString().ShouldBe(JobErrorCodes.CspRefused);
        Response(result).GetProperty("detail").GetString().ShouldBe("The server reports the status FAILED.");
        _rig.Mock.Counters(Rig.Export).CostExports.ShouldBe(3, "each try is a new export");
        (await ResourceAsync("r1")).GetProperty("warnings")[0].GetString().ShouldBe("Try 1 failed: The server reports the status FAILED.");
    }

    [Fact]
    public async Task Job_has_the_status_of_a_refusal()
    {
        await _rig.PostAsync("r1", Rig.Export, "missing-1");

        var job = await EndAsync("r1");

        (job.Code, job.Error!.Code).ShouldBe((404, JobErrorCodes.CspRefused));
    }

    [Fact]
    public async Task Clean_up_that_fails_is_a_warning_on_the_job()
    {
        _rig.Mock.Script(Rig.Export, new CspBehaviour { CostExports = new(), Faults = [new Fault { Kind = FaultKind.Status, Status = 500, Operations = ["deleteCostExport"] }] });
        await _rig.PostAsync("r1", Rig.Export);

        (await EndAsync("r1")).Status.ShouldBe(JobStatus.Succeeded);

        (await ResourceAsync("r1")).GetProperty("warnings")[0].GetString().ShouldBe("delete_requester was answered with 500.");
    }

    [Fact]
    public async Task Job_fails_before_its_deadline_when_the_csp_never_finishes()
    {
        Script(new CostExports { Polls = int.MaxValue });
        await _rig.PostAsync("r1", Rig.Export);

        var job = await EndAsync("r1");

        (job.Code, job.Error!.Code).ShouldBe((504, JobErrorCodes.CspTimeout));
        (job.DeadlineAt - job.CreatedAt).ShouldBe(TimeSpan.FromMinutes(60), "deadlineMinutes of the directory");
        job.FinishedAt!.Value.ShouldBeLessThanOrEqualTo(job.DeadlineAt);
        _rig.Mock.Requests(Rig.Export).Count(r => r.Operation == "deleteCostExport").ShouldBe((int)_rig.Mock.Counters(Rig.Export).CostExports);
    }

    [Fact]
    public async Task Sweeper_ends_the_job_when_nobody_watches_it()
    {
        await _rig.PostAsync("r1", Rig.Export);
        await _rig.WorkAsync();
        _rig.Clock.Advance(TimeSpan.FromMinutes(63));

        (await _rig.SweepAsync()).DeadlineExceeded.ShouldBe(1);

        (await JobAsync("r1")).Error!.Code.ShouldBe(JobErrorCodes.DeadlineExceeded);
        (await _rig.WatchAsync()).ShouldBe(1);
        (await _rig.DrainAllAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Result_over_100_kib_is_drained_like_any_other()
    {
        Script(new CostExports { NoteBytes = 200_000 });
        await _rig.PostAsync("r1", Rig.Export);
        (await EndAsync("r1")).Result!.ArtifactKey.ShouldNotBeNull();

        Response((await _rig.DrainAsync()).Single()).GetProperty("note").GetString()!.Length.ShouldBe(200_000);
    }

    [Theory]
    [InlineData(Rig.Export)]
    [InlineData(Rig.Records)]
    public async Task Result_over_5_mb_is_fetched_by_its_url(string csp)
    {
        Script(new CostExports { NoteBytes = 6_000_000 });
        await _rig.PostAsync("r1", csp);
        var job = await EndAsync("r1");

        var drained = (await _rig.DrainAsync()).Single();
        drained.GetProperty("content").ValueKind.ShouldBe(JsonValueKind.Null);
        drained.GetProperty("resultUrl").GetString()!.ShouldContain(job.Result!.ArtifactKey!);
        (await ResourceAsync("r1")).GetProperty("result").GetProperty("resultUrl").GetString()!.ShouldContain(job.Result!.ArtifactKey!);

        await using var content = (await _rig.Ports.Artifacts.OpenAsync(job.Result.ArtifactKey!, default)).ShouldNotBeNull();
        var whole = (await JsonDocument.ParseAsync(content)).RootElement;
        whole.EnumerateObject().Select(m => m.Name).ShouldBe(["jobId", "outcome", "code", "content", "completedAt"]);
        whole.GetProperty("content").GetProperty("request").GetProperty("requestId").GetString().ShouldBe("r1");
        var response = Response(whole);
        (csp == Rig.Export ? response : response.GetProperty("records")[0]).GetProperty("note").GetString()!.Length.ShouldBe(6_000_000);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_stop_loses_nothing_ends_the_job_once_and_creates_no_second_export(string point)
    {
        _rig.Faults.ArmAt(point);
        await _rig.PostAsync("r1", Rig.Export);
        var drained = await TurnAsync();

        // Long enough for every grace and visibility timeout, and short of the job's deadline.
        for (var minutes = 0; minutes < 40; minutes++)
        {
            _rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await _rig.SweepAsync();
            drained.AddRange(await TurnAsync());
        }

        _rig.Faults.Passed.ShouldContain(point);
        var job = await JobAsync("r1");
        job.Status.ShouldBe(JobStatus.Succeeded);
        job.DeliveredAt.ShouldNotBeNull();
        if (point == FaultPoint.DeliveryDeleted)
        {
            drained.ShouldBeEmpty();
            drained.AddRange(Rig.Items(await _rig.HttpAsync("ConsumeCostResults", query: new() { ["redeliverSince"] = job.CreatedAt.ToString("O") })));
        }

        drained.Select(r => r.GetProperty("jobId").GetString()).ShouldBe(["r1"]);
        Response(drained[0]).GetProperty("taskOrders").GetArrayLength().ShouldBe(1);
        _rig.Mock.Counters(Rig.Export).CostExports.ShouldBe(1);
        (await _rig.Queue.ReceiveAsync(Queues.AsyncCostJobs, 10, TimeSpan.Zero, TimeSpan.Zero, default)).ShouldBeEmpty();
    }

    private void Script(CostExports exports) => _rig.Mock.Script(Rig.Export, new CspBehaviour { CostExports = exports });

    /// <summary>Whoever has anything to do does it; what falls to a fault is left as a kill would leave it.</summary>
    private async Task<List<JsonElement>> TurnAsync()
    {
        await _rig.WorkAsync();
        await _rig.WatchAsync();
        var response = await _rig.HttpAsync("ConsumeCostResults");
        return response.StatusCode == 500 ? [] : Rig.Items(response);
    }

    /// <summary>Works and watches, from one due instant to the next, until the job has ended.</summary>
    private async Task<JobRecord> EndAsync(string id)
    {
        await _rig.WorkAsync();
        while (true)
        {
            await _rig.WatchAsync();
            var job = await JobAsync(id);
            if (job.IsTerminal) return job;
            _rig.Clock.Advance(TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerSecond, (job.Poll!.NextAt - _rig.Clock.GetUtcNow()).Ticks)));
        }
    }

    private async Task<JobRecord> JobAsync(string id) => (await _rig.Jobs.FindAsync(id, default)).ShouldNotBeNull();

    private async Task<JsonElement> ResourceAsync(string id) => JsonSerializer.Deserialize<JsonElement>((await _rig.HttpAsync("GetCostJob", id: id)).Body);

    private static JsonElement Response(JsonElement result) => result.GetProperty("content").GetProperty("response");
}
