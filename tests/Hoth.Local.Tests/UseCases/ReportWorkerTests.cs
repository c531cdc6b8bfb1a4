using System.Security.Cryptography;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Hoth.Functions.Catalog;
using Hoth.Jobs;
using Hoth.MockCsp.Behaviours;
using Hoth.Ports;
using Hoth.Reports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Local.Tests.UseCases;

/// <summary>The worker of reports on the real queue, store and files: what an outbox, a sweeper and a queue that repeats itself may do to a job.</summary>
public sealed class ReportWorkerTests : IAsyncLifetime
{
    private readonly Rig _rig = new();

    /// <summary>Those that a report passes which asks CSPs that answer at once.</summary>
    public static TheoryData<string> Points =>
    [
        FaultPoint.JobCreated, FaultPoint.JobEnqueued, FaultPoint.JobEnqueueMarked, FaultPoint.StepRecorded, FaultPoint.OutputStored, FaultPoint.CspAnswered, FaultPoint.ResultRecorded, FaultPoint.LeftoversDeleted,
    ];

    public Task InitializeAsync() => _rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _rig.Dispose();
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_stop_loses_nothing_ends_the_job_once_and_asks_nothing_twice(string point)
    {
        _rig.Faults.ArmAt(point);
        try
        {
            await AcceptAsync("r1");
        }
        catch (KilledException)
        {
            // The record is there: the sweeper does the rest.
        }

        for (var minutes = 0; minutes < 5; minutes++)
        {
            await WorkAsync();
            _rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await _rig.SweepAsync();
        }

        _rig.Faults.Passed.ShouldContain(point);
        var job = await JobAsync("r1");
        job.Status.ShouldBe(JobStatus.Succeeded);
        await AssertServedAsync(job);
        _rig.Mock.Requests(Rig.Csp).Count(r => r.Operation == "getCostsByPortfolio").ShouldBe(2);
        (await WorkAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Lost_message_is_sent_again_by_the_sweeper()
    {
        await AcceptAsync("r1");
        await LoseAsync();
        _rig.Clock.Advance(TimeSpan.FromMinutes(61));

        await _rig.SweepAsync();
        await WorkAsync();

        (await JobAsync("r1")).Status.ShouldBe(JobStatus.Succeeded);
    }

    [Fact]
    public async Task Second_message_of_a_job_is_dropped()
    {
        var job = await AcceptAsync("r1");
        await NewAcceptJob().HandOverAsync(job, default);

        (await WorkAsync() + await WorkAsync()).ShouldBe(2);

        (await WorkAsync()).ShouldBe(0);
        await AssertServedAsync(await JobAsync("r1"));
        _rig.Mock.Requests(Rig.Csp).Count(r => r.Operation == "getCostsByPortfolio").ShouldBe(2);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"jobId":"nobody","instanceId":"nothing"}""")]
    public async Task Poison_goes_to_the_dead_letter_queue(string body)
    {
        await _rig.Queue.SendAsync(Queues.Reports, new OutgoingMessage(body), default);

        (await WorkAsync()).ShouldBe(1);

        (await _rig.Queue.ReceiveAsync(Queues.DeadLetter(Queues.Reports), 10, TimeSpan.Zero, TimeSpan.Zero, default)).ShouldHaveSingleItem().Body.ShouldBe(body);
    }

    [Fact]
    public async Task Job_that_nobody_worked_on_fails_at_its_deadline_and_its_message_is_dropped()
    {
        await AcceptAsync("r1");
        _rig.Clock.Advance(TimeSpan.FromMinutes(123));

        await _rig.SweepAsync();

        var job = await JobAsync("r1");
        (job.Status, job.Code, job.Error!.Code).ShouldBe((JobStatus.Failed, 504, JobErrorCodes.DeadlineExceeded));
        (await WorkAsync()).ShouldBe(1);
        (await WorkAsync()).ShouldBe(0);
        (await JobAsync("r1")).Version.ShouldBe(job.Version);
    }

    [Fact]
    public async Task Output_is_deleted_when_the_record_expires()
    {
        await AcceptAsync("r1");
        await WorkAsync();
        var job = await JobAsync("r1");
        _rig.Clock.Advance(job.ExpiresAt - _rig.Clock.GetUtcNow());

        await _rig.SweepAsync();

        (await JobAsync("r1")).ShouldSatisfyAllConditions(j => j.Output.ShouldBeNull(), j => j.Work.ShouldBeNull(), j => j.NextDueAt.ShouldBeNull());
        (await _rig.Ports.Artifacts.OpenAsync(job.Output!.ArtifactKey!, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Cancelled_job_ends_without_output()
    {
        _rig.Mock.Script(Rig.Csp, new CspBehaviour());
        await AcceptAsync("r1");
        _rig.Faults.ArmAt(FaultPoint.StepRecorded);
        await WorkAsync();
        await _rig.Jobs.UpdateAsync("r1", j => JobLifecycle.RequestCancel(j, _rig.Clock.GetUtcNow()), default);
        (await JobAsync("r1")).Status.ShouldBe(JobStatus.Cancelling);
        _rig.Clock.Advance(TimeSpan.FromMinutes(1));

        await WorkAsync();

        var job = await JobAsync("r1");
        (job.Status, job.Output).ShouldBe((JobStatus.Cancelled, null));
        Files().ShouldBe(0);
    }

    private async Task AssertServedAsync(JobRecord job)
    {
        await using var content = (await _rig.Ports.Artifacts.OpenAsync(job.Output!.ArtifactKey!, default)).ShouldNotBeNull();
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content)).ShouldBe(job.Output.Sha256);
        Files().ShouldBe(1, "nothing but the output is left");
    }

    private int Files() => Directory.EnumerateFiles(Path.Combine(_rig.Directory, "artifacts"), "*", SearchOption.AllDirectories).Count();

    private async Task<JobRecord> AcceptAsync(string id)
    {
        var request = new ReportRequest("00000000-0000-4000-8000-000000000001", "r", ReportFormat.Csv, new CostReportSource([Rig.Csp], ["p1", "p2"], "2024-01", "2024-03"));
        var accepted = await NewAcceptJob().ExecuteAsync(new NewJob(id, JobKind.Report, request.ToJson(), id, null) { Owner = "alice" }, new RequestContext("c", null), default);
        return accepted.Job;
    }

    private AcceptJob NewAcceptJob() => new(
        _rig.Jobs, new JobTypes([new ReportJobType(_rig.Queue)]), new JobBodies(_rig.Ports.Artifacts, _rig.Ports.Ids), _rig.Ports.Ids, _rig.Clock, _rig.Faults, new HothMetrics(), NullLogger<AcceptJob>.Instance);

    private async Task<JobRecord> JobAsync(string id) => (await _rig.Jobs.FindAsync(id, default)).ShouldNotBeNull();

    private async Task LoseAsync()
    {
        var messages = await _rig.Queue.ReceiveAsync(Queues.Reports, 1, TimeSpan.FromMinutes(1), TimeSpan.Zero, default);
        await _rig.Queue.DeleteAsync(Queues.Reports, [.. messages.Select(m => m.Receipt)], default);
    }

    /// <summary>One message, as the event source delivers it.</summary>
    private async Task<int> WorkAsync()
    {
        var function = (BoundFunction<SQSEvent, SQSBatchResponse>)_rig.Bind("GenerateReports");
        var batch = await _rig.Queue.ReceiveAsync(Queues.Reports, 1, TimeSpan.FromMinutes(30), TimeSpan.Zero, default);
        if (batch.Count == 0) return 0;
        var answer = await function.InvokeAsync(
            new SQSEvent { Records = [.. batch.Select(m => new SQSEvent.SQSMessage { MessageId = m.MessageId, ReceiptHandle = m.Receipt, Body = m.Body })] },
            new TestLambdaContext { RemainingTime = TimeSpan.FromMinutes(5) });
        if (answer.BatchItemFailures.Count == 0) await _rig.Queue.DeleteAsync(Queues.Reports, [batch[0].Receipt], default);
        return 1;
    }
}
