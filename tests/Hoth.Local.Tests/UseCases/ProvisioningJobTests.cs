using System.Text.Json;
using Hoth.Jobs;
using Hoth.MockCsp.Behaviours;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

public sealed class ProvisioningJobTests : IAsyncLifetime
{
    private readonly ProvisioningRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_job_that_the_csp_does_at_once_is_drained_with_its_answer()
    {
        var accepted = await _rig.AddPortfolioAsync("j1");
        accepted.StatusCode.ShouldBe(201, accepted.Body);
        accepted.Headers["Location"].ShouldBe("https://hoth.example/v1/provisioning-jobs/j1");

        (await _rig.ExecuteAsync("j1")).ShouldBe(200);

        var result = (await _rig.DrainAsync()).ShouldHaveSingleItem();
        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        result.GetProperty("content").GetProperty("request").GetProperty("name").GetString().ShouldBe("p");
        result.GetProperty("content").GetProperty("response").GetProperty("id").GetString().ShouldNotBeNullOrEmpty();
        result.GetProperty("initialSnowRequest").GetProperty("operationType").GetString().ShouldBe("ADD_PORTFOLIO");
        _rig.Mock.Counters(ProvisioningRig.Csp).Portfolios.ShouldBe(1);
    }

    [Fact]
    public async Task A_large_answer_that_a_later_one_replaces_leaves_no_artifact_behind()
    {
        var large = $$"""{"detail":"{{new string('x', 200_000)}}"}""";
        _rig.Script(new CspBehaviour { Faults = [new Fault { Kind = FaultKind.Status, Status = 503, Body = large }] });
        await _rig.AddPortfolioAsync("j1");
        await Should.ThrowAsync<Hoth.Provisioning.CspUnavailableException>(() => _rig.InvokeAsync("j1"));
        var first = (await _rig.Jobs.FindAsync("j1", CancellationToken.None))!.Answer!.Body!.ArtifactKey!;
        await Should.ThrowAsync<Hoth.Provisioning.CspUnavailableException>(() => _rig.InvokeAsync("j1"));

        (await _rig.Base.Ports.Artifacts.OpenAsync(first, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task An_older_answer_does_not_hide_that_a_later_call_has_an_unknown_outcome()
    {
        await _rig.UseAsync(honoursKey: false);
        _rig.Script(new CspBehaviour { HonoursIdempotencyKey = false, Faults = [Fault.Answer(503, times: 1)] });
        await _rig.AddPortfolioAsync("j1");
        await Should.ThrowAsync<Hoth.Provisioning.CspUnavailableException>(() => _rig.InvokeAsync("j1"));
        _rig.Faults.ArmAt(FaultPoint.CspAnswered);
        await Should.ThrowAsync<KilledException>(() => _rig.InvokeAsync("j1"));

        await _rig.FailExecutionAsync("j1");

        (await _rig.DrainAsync()).ShouldHaveSingleItem().GetProperty("content").GetProperty("response").GetProperty("code").GetString().ShouldBe(JobErrorCodes.UnknownOutcome);
    }

    [Fact]
    public async Task A_watch_that_nobody_could_poll_for_hours_is_sent_again_once_and_polled_by_one_message()
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 3 } });
        await _rig.AddEnvironmentAsync("j1");
        await _rig.ExecuteAsync("j1");
        _rig.Base.Clock.Advance(TimeSpan.FromMinutes(61));
        (await _rig.Base.SweepAsync()).HandedOver.ShouldBe(1);
        (await _rig.Base.SweepAsync()).HandedOver.ShouldBe(0);

        await _rig.WatchForAsync(TimeSpan.FromMinutes(10));

        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        _rig.Calls("getProvisioningStatus").ShouldBe(4);
    }

    [Fact]
    public async Task A_job_that_the_csp_works_on_is_watched_until_its_environment_is_there()
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 2 } });
        await _rig.AddEnvironmentAsync("j1");

        (await _rig.ExecuteAsync("j1")).ShouldBe(202);
        (await _rig.DrainAsync()).ShouldBeEmpty();
        await _rig.WatchForAsync(TimeSpan.FromMinutes(5));

        var result = (await _rig.DrainAsync()).ShouldHaveSingleItem();
        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED", result.GetRawText());
        result.GetProperty("content").GetProperty("response").GetProperty("dashboardLink").GetString().ShouldNotBeNullOrEmpty();
        (await _rig.Jobs.FindAsync("j1", CancellationToken.None))!.Poll!.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_that_the_csp_gives_up_is_a_failed_result_with_code_200()
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 1, FinalStatus = "FAILURE" } });
        await _rig.AddEnvironmentAsync("j1");
        await _rig.ExecuteAsync("j1");
        await _rig.WatchForAsync(TimeSpan.FromMinutes(5));

        var result = (await _rig.DrainAsync()).ShouldHaveSingleItem();
        result.GetProperty("outcome").GetString().ShouldBe("FAILED");
        result.GetProperty("code").GetInt32().ShouldBe(200);
    }

    [Fact]
    public async Task A_job_is_first_polled_when_the_202_asked_for_it()
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 1, RetryAfter = "90" } });
        await _rig.AddEnvironmentAsync("j1");
        await _rig.ExecuteAsync("j1");

        await _rig.WatchForAsync(TimeSpan.FromSeconds(90));
        _rig.Calls("getProvisioningStatus").ShouldBe(0);
        await _rig.WatchForAsync(TimeSpan.FromSeconds(2));

        _rig.Calls("getProvisioningStatus").ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_the_csp_finishes_after_the_last_poll_before_the_deadline_succeeds_at_the_deadline()
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 0, NotBefore = TimeSpan.FromMinutes(120) - TimeSpan.FromSeconds(1) } });
        await _rig.AddEnvironmentAsync("j1");
        await _rig.ExecuteAsync("j1");

        await _rig.WatchForAsync(TimeSpan.FromMinutes(121));

        (await _rig.DrainAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        var deadline = (await _rig.Jobs.FindAsync("j1", CancellationToken.None))!.DeadlineAt;
        _rig.Mock.Requests(ProvisioningRig.Csp).Where(r => r.Operation == "getProvisioningStatus").Max(r => r.ReceivedAt).ShouldBe(deadline, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_watched_job_whose_watcher_is_gone_is_ended_by_the_sweeper_soon_after_its_deadline()
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = int.MaxValue } });
        await _rig.AddEnvironmentAsync("j1");
        await _rig.ExecuteAsync("j1");
        _rig.Base.Clock.Advance(TimeSpan.FromHours(2) + JobLifecycle.OutboxGrace);

        (await _rig.Base.SweepAsync()).DeadlineExceeded.ShouldBe(1);

        (await _rig.DrainAsync()).ShouldHaveSingleItem().GetProperty("code").GetInt32().ShouldBe(504);
    }

    [Fact]
    public async Task A_job_that_never_ends_fails_at_its_deadline_with_504()
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = int.MaxValue } });
        await _rig.AddEnvironmentAsync("j1");
        await _rig.ExecuteAsync("j1");
        await _rig.WatchForAsync(TimeSpan.FromMinutes(119));
        (await _rig.DrainAsync()).ShouldBeEmpty();
        await _rig.WatchForAsync(TimeSpan.FromMinutes(2));

        (await _rig.DrainAsync()).ShouldHaveSingleItem().GetProperty("code").GetInt32().ShouldBe(504);
    }

    [Theory]
    [InlineData(FaultPoint.WatchRecorded)]
    [InlineData(FaultPoint.JobEnqueued)]
    [InlineData(FaultPoint.JobEnqueueMarked)]
    [InlineData(FaultPoint.PollRecorded)]
    public async Task A_stop_around_the_watch_loses_nothing(string point)
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 2 } });
        await _rig.AddEnvironmentAsync("j1");
        _rig.Faults.Passed.Clear();
        _rig.Faults.ArmAt(point);
        try
        {
            await _rig.ExecuteAsync("j1");
        }
        catch (KilledException)
        {
            // The state machine's own retry, or the sweeper, goes on.
        }

        await _rig.WatchForAsync(TimeSpan.FromMinutes(30));

        _rig.Faults.Passed.ShouldContain(point);
        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
    }

    [Fact]
    public async Task An_execution_that_never_called_the_csp_still_ends_in_a_result()
    {
        await _rig.AddPortfolioAsync("j1");

        await _rig.FailExecutionAsync("j1");

        (await _rig.DrainAsync()).ShouldHaveSingleItem().GetProperty("code").GetInt32().ShouldBe(500);
    }
}
