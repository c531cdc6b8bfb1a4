using Amazon.Lambda.APIGatewayEvents;
using Hoth.Local.Tests.Answers;
using Hoth.Ports;

namespace Hoth.Local.Tests.UseCases;

/// <summary>An id that is used again, over the whole life of its record and beyond (contract, Idempotency). Executions are those of this host.</summary>
public sealed class ProvisioningIdempotencyTests : IAsyncLifetime
{
    private readonly ProvisioningRig _rig = new();
    private RunnerOnRig? _runner;

    public async Task InitializeAsync()
    {
        await _rig.InitializeAsync();
        _runner = new RunnerOnRig(_rig, new FunctionTasks(_rig));
        _rig.Base.Started.Runner = _runner;
        _runner.Executions.Resume();
    }

    public async Task DisposeAsync()
    {
        await _runner!.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.0 / 24)]
    [InlineData(91)]
    [InlineData(99.9)]
    public async Task Same_request_again_is_one_job_with_the_same_answer_as_long_as_its_record_lives(double days)
    {
        var first = await FinishedAsync();
        await PassAsync(days);

        var again = await _rig.AddPortfolioAsync("j1");

        again.StatusCode.ShouldBe(201);
        again.Body.ShouldBe(first.Body);
        again.Headers["Location"].ShouldBe(first.Headers["Location"]);
        again.Headers["Idempotency-Replayed"].ShouldBe("true");
        _rig.Base.Started.All.ShouldHaveSingleItem();
        _rig.Calls("addPortfolio").ShouldBe(1);
        (await _rig.DrainAllAsync()).ShouldBeEmpty();
        (await _rig.GetJobAsync("j1")).GetProperty("result").GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
    }

    [Fact]
    public async Task Same_request_before_the_first_is_done_is_one_job()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _rig.AddPortfolioAsync("j1")));

        answers.ShouldAllBe(a => a.StatusCode == 201 && a.Body == answers[0].Body);
        answers.Count(a => !a.Headers.ContainsKey("Idempotency-Replayed")).ShouldBe(1);
        await _runner!.EndOfAsync(_rig.Base.Started.All.ShouldHaveSingleItem().Name);
        (await _rig.DrainAllAsync()).ShouldHaveSingleItem();
        _rig.Calls("addPortfolio").ShouldBe(1);
    }

    [Fact]
    public async Task Same_request_hands_over_what_the_first_left_undone()
    {
        _rig.Faults.ArmAt(FaultPoint.JobCreated);
        (await _rig.AddPortfolioAsync("j1")).StatusCode.ShouldBe(500);
        _rig.Base.Started.All.ShouldBeEmpty();
        _rig.Base.Clock.Advance(TimeSpan.FromSeconds(6));

        (await _rig.AddPortfolioAsync("j1")).Headers["Idempotency-Replayed"].ShouldBe("true");

        await _runner!.EndOfAsync(_rig.Base.Started.All.ShouldHaveSingleItem().Name);
        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.0 / 24)]
    [InlineData(91)]
    public async Task Another_body_or_a_cost_job_with_the_id_is_refused_as_long_as_its_record_lives(double days)
    {
        await FinishedAsync();
        await PassAsync(days);

        foreach (var conflict in await OthersAsync())
        {
            conflict.StatusCode.ShouldBe(409, conflict.Body);
            Rig.Code(conflict).ShouldBe("JOB_ID_REUSED");
        }

        (await _rig.GetJobAsync("j1")).GetProperty("result").GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        _rig.Base.Started.All.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(101, true)]
    [InlineData(101, false)]
    [InlineData(129.9, true)]
    [InlineData(129.9, false)]
    public async Task Id_of_an_expired_record_is_gone_for_every_request(double days, bool isSwept)
    {
        await FinishedAsync();
        await PassAsync(days, isSwept);

        foreach (var gone in (APIGatewayProxyResponse[])[await _rig.AddPortfolioAsync("j1"), .. await OthersAsync(), await _rig.Base.HttpAsync("GetProvisioningJob", id: "j1")])
        {
            gone.StatusCode.ShouldBe(410, gone.Body);
            Rig.Code(gone).ShouldBe("JOB_EXPIRED");
        }

        _rig.Base.Started.All.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Id_is_free_again_after_its_tombstone_and_names_a_new_job(bool isSwept)
    {
        await FinishedAsync();
        await PassAsync(131, isSwept);

        var accepted = await _rig.AddPortfolioAsync("j1");

        accepted.StatusCode.ShouldBe(201);
        accepted.Headers.ShouldNotContainKey("Idempotency-Replayed");
        _rig.Base.Started.All.Count.ShouldBe(2);
        await _runner!.EndOfAsync(_rig.Base.Started.All[1].Name);
        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        // Another instance: the CSP must not take it for the first one.
        _rig.Mock.Requests(Rig.Csp).Where(r => r.Operation == "addPortfolio").Select(r => r.IdempotencyKey).Distinct().Count().ShouldBe(2);
        _rig.Mock.Counters(Rig.Csp).Portfolios.ShouldBe(2);
    }

    [Fact]
    public async Task Id_of_a_cost_job_names_no_provisioning_job_until_it_is_free_again()
    {
        await _rig.Base.FinishedAsync("j1");
        (await _rig.Base.DrainAllAsync()).ShouldHaveSingleItem();

        var conflict = await _rig.AddPortfolioAsync("j1");
        conflict.StatusCode.ShouldBe(409);
        Rig.Code(conflict).ShouldBe("JOB_ID_REUSED");
        await PassAsync(101);
        (await _rig.AddPortfolioAsync("j1")).StatusCode.ShouldBe(410);
        await PassAsync(30);
        (await _rig.AddPortfolioAsync("j1")).StatusCode.ShouldBe(201);
    }

    [Fact]
    public async Task Equal_bodies_with_different_ids_or_none_are_different_jobs()
    {
        const string Payload = """{"name":"p","taskOrders":[]}""";
        string?[] ids = ["j1", "j2", null, null];
        foreach (var id in ids)
        {
            var accepted = await _rig.PostAsync(id, "ADD_PORTFOLIO", null, Payload);
            accepted.StatusCode.ShouldBe(201, accepted.Body);
            await _runner!.EndOfAsync(_rig.Base.Started.All[^1].Name);
        }

        (await _rig.DrainAllAsync()).Select(r => r.GetProperty("jobId").GetString()).Distinct().Count().ShouldBe(4);
        _rig.Mock.Counters(Rig.Csp).Portfolios.ShouldBe(4);
    }

    [Fact]
    public async Task Same_members_in_another_order_are_the_same_request()
    {
        await _rig.PostAsync("j1", "ADD_PORTFOLIO", null, """{"name":"p","taskOrders":[]}""");

        (await _rig.PostAsync("j1", "ADD_PORTFOLIO", null, """{"taskOrders":[ ],"name":"\u0070"}""")).Headers["Idempotency-Replayed"].ShouldBe("true");
    }

    /// <summary>A job whose result was drained.</summary>
    private async Task<APIGatewayProxyResponse> FinishedAsync()
    {
        var accepted = await _rig.AddPortfolioAsync("j1");
        accepted.StatusCode.ShouldBe(201, accepted.Body);
        await _runner!.EndOfAsync(_rig.Base.Started.All.ShouldHaveSingleItem().Name);
        (await _rig.DrainAllAsync()).ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        return accepted;
    }

    /// <summary>Time passes, as long as it takes the sweeper to do its part, and execution names to be free again.</summary>
    private async Task PassAsync(double days, bool isSwept = true)
    {
        _rig.Base.Clock.Advance(TimeSpan.FromDays(days));
        if (isSwept) await _rig.Base.SweepAsync();
    }

    private async Task<APIGatewayProxyResponse[]> OthersAsync() =>
    [
        await _rig.PostAsync("j1", "ADD_PORTFOLIO", null, """{"name":"another","taskOrders":[]}"""),
        await _rig.PostAsync("j1", "GET_PORTFOLIO", "p", "{}"),
        await _rig.Base.PostAsync("j1"),
    ];
}
