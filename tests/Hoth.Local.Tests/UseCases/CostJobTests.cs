using Hoth.Jobs;
using Hoth.MockCsp.Behaviours;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

public sealed class CostJobTests : IAsyncLifetime
{
    private readonly Rig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _rig.Dispose();
    }

    [Fact]
    public async Task A_cost_job_is_accepted_worked_on_and_drained_once()
    {
        var accepted = await _rig.PostAsync("r1");
        accepted.StatusCode.ShouldBe(202);
        accepted.Headers["Location"].ShouldBe("https://hoth.example/v1/cost-jobs/r1");
        accepted.Headers.ShouldContainKey("Retry-After");

        await _rig.WorkAsync();
        var result = (await _rig.DrainAsync()).ShouldHaveSingleItem();

        result.GetProperty("jobId").GetString().ShouldBe("r1");
        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        result.GetProperty("code").GetInt32().ShouldBe(200);
        result.GetProperty("content").GetProperty("request").GetProperty("portfolioId").GetString().ShouldBe("p1");
        result.GetProperty("content").GetProperty("response").GetProperty("taskOrders").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Array);
        (await _rig.DrainAsync()).ShouldBeEmpty();
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        (await _rig.DrainAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_request_again_is_one_job_with_the_same_answer()
    {
        var first = await _rig.PostAsync("r1");
        var second = await _rig.PostAsync("r1");

        second.StatusCode.ShouldBe(202);
        second.Body.ShouldBe(first.Body);
        first.Headers.ShouldNotContainKey("Idempotency-Replayed");
        second.Headers["Idempotency-Replayed"].ShouldBe("true");
        (await _rig.WorkAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_restart_sweep_reaches_a_job_behind_pages_of_jobs_that_need_nothing()
    {
        var now = _rig.Clock.GetUtcNow();
        _rig.Faults.ArmAt(FaultPoint.JobCreated);
        await _rig.PostAsync("owed");
        var owed = (await _rig.Jobs.FindAsync("owed", CancellationToken.None))!;
        // More than one page, all due within what a restart looks ahead, and before the one job that needs help.
        await Task.WhenAll(Enumerable.Range(0, 600).Select(i => _rig.Jobs.TryCreateAsync(
            owed with { JobId = $"fine-{i}", InstanceId = $"fine-{i}", EnqueuedAt = now, DeadlineAt = now.AddMinutes(1), NextDueAt = now.AddMinutes(1) }, CancellationToken.None)));

        (await _rig.SweepAsync(afterRestart: true)).HandedOver.ShouldBe(1);
    }

    [Fact]
    public async Task Another_body_with_the_same_id_is_refused()
    {
        await _rig.PostAsync("r1");

        var conflict = await _rig.PostAsync("r1", end: "2025-01");

        conflict.StatusCode.ShouldBe(409);
        Rig.Code(conflict).ShouldBe("JOB_ID_REUSED");
    }

    [Fact]
    public async Task An_expired_id_is_gone_for_thirty_days_and_then_free_again()
    {
        await _rig.FinishedAsync("r1");
        await _rig.DrainAsync();

        _rig.Clock.Advance(TimeSpan.FromDays(99));
        (await _rig.PostAsync("r1")).Headers["Idempotency-Replayed"].ShouldBe("true");
        _rig.Clock.Advance(TimeSpan.FromDays(1));
        (await _rig.SweepAsync()).Stripped.ShouldBe(1);
        (await _rig.PostAsync("r1")).StatusCode.ShouldBe(410);
        (await _rig.HttpAsync("GetCostJob", id: "r1")).StatusCode.ShouldBe(410);
        _rig.Clock.Advance(TimeSpan.FromDays(30));
        (await _rig.PostAsync("r1")).Headers.ShouldNotContainKey("Idempotency-Replayed");
    }

    [Fact]
    public async Task An_unknown_csp_is_refused_and_nothing_is_enqueued()
    {
        var refused = await _rig.PostAsync("r1", csp: "csp-unknown");

        refused.StatusCode.ShouldBe(400);
        Rig.Code(refused).ShouldBe("UNKNOWN_CSP");
        (await _rig.WorkAsync()).ShouldBe(0);
        (await _rig.HttpAsync("GetCostJob", id: "r1")).StatusCode.ShouldBe(404);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_refusal_of_the_csp_is_a_failed_result_at_once(int status)
    {
        _rig.Mock.Script(Rig.Csp, new CspBehaviour { Faults = [Fault.Answer(status)] });

        await _rig.FinishedAsync("r1");

        var result = (await _rig.DrainAsync()).ShouldHaveSingleItem();
        result.GetProperty("outcome").GetString().ShouldBe("FAILED");
        result.GetProperty("code").GetInt32().ShouldBe(status);
    }

    [Theory]
    [InlineData(FaultKind.MalformedJson)]
    [InlineData(FaultKind.ArrayBody)]
    [InlineData(FaultKind.EmptyBody)]
    [InlineData(FaultKind.TextBody)]
    [InlineData(FaultKind.HugeBody)]
    [InlineData(FaultKind.Redirect)]
    public async Task An_answer_that_the_api_does_not_allow_is_a_failed_result_with_502(FaultKind kind)
    {
        _rig.Mock.Script(Rig.Csp, new CspBehaviour { Faults = [new Fault { Kind = kind, Location = kind == FaultKind.Redirect ? "http://127.0.0.1:9/" : null }] });

        await _rig.FinishedAsync("r1");

        var result = (await _rig.DrainAsync()).ShouldHaveSingleItem();
        result.GetProperty("outcome").GetString().ShouldBe("FAILED");
        result.GetProperty("code").GetInt32().ShouldBe(502);
        result.GetProperty("content").GetProperty("response").GetProperty("code").GetString().ShouldBe(JobErrorCodes.CspMalformed);
    }

    [Fact]
    public async Task Lasting_trouble_is_a_failed_result_after_five_attempts_each_later_than_the_one_before()
    {
        _rig.Mock.Script(Rig.Csp, new CspBehaviour { Faults = [Fault.Answer(503)] });
        await _rig.PostAsync("r1");

        var worked = 0;
        for (var seconds = 0; seconds < 600; seconds++)
        {
            worked += await _rig.WorkAsync();
            _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        worked.ShouldBe(5);
        var result = (await _rig.DrainAsync()).ShouldHaveSingleItem();
        result.GetProperty("outcome").GetString().ShouldBe("FAILED");
        result.GetProperty("code").GetInt32().ShouldBe(503);
    }

    [Fact]
    public async Task A_csp_that_cannot_be_reached_is_retried_and_then_a_failed_result_with_502()
    {
        await _rig.PostAsync("r1", csp: "csp-nowhere");

        for (var seconds = 0; seconds < 600; seconds++)
        {
            await _rig.WorkAsync();
            _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await _rig.DrainAsync()).ShouldHaveSingleItem().GetProperty("code").GetInt32().ShouldBe(502);
    }

    [Fact]
    public async Task A_poison_message_goes_to_the_dead_letter_queue_and_harms_no_neighbour()
    {
        await _rig.Queue.SendAsync(Queues.CostRequests, new OutgoingMessage("no json"), CancellationToken.None);
        await _rig.PostAsync("r1");
        await _rig.Queue.SendAsync(Queues.CostRequests, new OutgoingMessage("""{"jobId":"ghost","instanceId":"i"}"""), CancellationToken.None);

        (await _rig.WorkAsync()).ShouldBe(3);

        (await _rig.DrainAsync()).ShouldHaveSingleItem().GetProperty("jobId").GetString().ShouldBe("r1");
        var dead = await _rig.Queue.ReceiveAsync(Queues.DeadLetter(Queues.CostRequests), 10, TimeSpan.Zero, TimeSpan.Zero, CancellationToken.None);
        dead.Count.ShouldBe(2);
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        (await _rig.WorkAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_job_past_its_deadline_fails_with_504_whatever_else_happened()
    {
        await _rig.PostAsync("r1");
        _rig.Clock.Advance(TimeSpan.FromMinutes(15));

        (await _rig.SweepAsync()).DeadlineExceeded.ShouldBe(1);

        (await _rig.DrainAsync()).ShouldHaveSingleItem().GetProperty("code").GetInt32().ShouldBe(504);
        (await _rig.WorkAsync()).ShouldBe(1);
        _rig.Mock.Requests(Rig.Csp).ShouldBeEmpty();
        (await _rig.DrainAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_backlog_is_no_loss()
    {
        await _rig.PostAsync("r1");
        _rig.Clock.Advance(TimeSpan.FromMinutes(14));

        (await _rig.SweepAsync()).Any.ShouldBeFalse();
        (await _rig.WorkAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_is_on_its_queue_twice_is_asked_for_once()
    {
        // Stopped between the send and its mark, the restarted host cannot know of the message that is there.
        _rig.Faults.ArmAt(FaultPoint.JobEnqueued);
        await _rig.PostAsync("r1");
        (await _rig.SweepAsync(afterRestart: true)).HandedOver.ShouldBe(1);

        (await _rig.WorkAsync()).ShouldBe(2);

        _rig.Mock.Requests(Rig.Csp).Count(r => r.Operation == "getCostsByPortfolio").ShouldBe(1);
        (await _rig.DrainAllAsync()).ShouldHaveSingleItem();
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        (await _rig.WorkAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_job_resource_shows_the_lifecycle_and_then_the_result()
    {
        await _rig.PostAsync("r1");
        var queued = await _rig.HttpAsync("GetCostJob", id: "r1");
        await _rig.WorkAsync();
        var done = await _rig.HttpAsync("GetCostJob", id: "r1");

        queued.Body.ShouldContain("\"status\":\"Queued\"");
        queued.Headers.ShouldContainKey("Retry-After");
        done.Body.ShouldContain("\"status\":\"Succeeded\"");
        done.Body.ShouldContain("\"outcome\":\"SUCCEEDED\"");
        done.Headers.ShouldNotContainKey("Retry-After");
        (await _rig.HttpAsync("GetCostJob", id: "r2")).StatusCode.ShouldBe(404);
    }
}
