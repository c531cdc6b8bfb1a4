using System.Text.Json;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

public sealed class LeaseTests : IAsyncLifetime
{
    private readonly Rig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _rig.Dispose();
    }

    [Fact]
    public async Task A_leased_result_is_hidden_until_it_is_acknowledged_and_then_gone()
    {
        await _rig.FinishedAsync("r1");

        var leased = await _rig.LeaseAsync(60);
        leased.Headers["Preference-Applied"].ShouldBe("lease=60");
        leased.Headers.ShouldContainKey("Hoth-Lease-Expires");
        Rig.Items(leased).ShouldHaveSingleItem().GetProperty("deliveryCount").GetInt32().ShouldBe(1);
        (await _rig.DrainAsync()).ShouldBeEmpty();

        var ack = await _rig.AckAsync(Ack(leased.Headers["Hoth-Lease"], ids: ["r1"]));
        ack.StatusCode.ShouldBe(200, ack.Body);
        _rig.Clock.Advance(TimeSpan.FromHours(2));
        (await _rig.DrainAsync()).ShouldBeEmpty();
        (await _rig.Jobs.FindAsync("r1", CancellationToken.None))!.DeliveredAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_result_that_is_not_acknowledged_comes_again_with_a_higher_count()
    {
        await _rig.FinishedAsync("r1");
        await _rig.LeaseAsync(30);
        _rig.Clock.Advance(TimeSpan.FromSeconds(31));

        Rig.Items(await _rig.LeaseAsync(30)).ShouldHaveSingleItem().GetProperty("deliveryCount").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Many_leases_that_run_out_do_not_push_a_good_result_out()
    {
        await _rig.FinishedAsync("r1");
        for (var i = 0; i < 200; i++)
        {
            await _rig.LeaseAsync(30);
            _rig.Clock.Advance(TimeSpan.FromSeconds(31));
        }

        (await _rig.DrainAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_released_result_is_delivered_again_at_once_and_the_others_stay_leased()
    {
        await _rig.FinishedAsync("r1");
        await _rig.FinishedAsync("r2");
        var lease = (await _rig.LeaseAsync(60)).Headers["Hoth-Lease"];

        var ack = await _rig.AckAsync(Ack(lease, release: ["r2"]));

        ack.Body.ShouldBe($$"""{"lease":"{{lease}}","acknowledged":[],"released":["r2"],"held":["r1"]}""");
        (await _rig.DrainAsync()).ShouldHaveSingleItem().GetProperty("jobId").GetString().ShouldBe("r2");
    }

    [Fact]
    public async Task Acknowledging_twice_answers_the_same()
    {
        await _rig.FinishedAsync("r1");
        var lease = (await _rig.LeaseAsync(60)).Headers["Hoth-Lease"];

        var first = await _rig.AckAsync(Ack(lease, ids: ["r1"]));
        _rig.Clock.Advance(TimeSpan.FromMinutes(5));
        var second = await _rig.AckAsync(Ack(lease, ids: ["r1"]));

        second.StatusCode.ShouldBe(200);
        second.Body.ShouldBe(first.Body);
    }

    [Fact]
    public async Task An_expired_lease_is_a_conflict_and_an_unknown_one_is_not_found()
    {
        await _rig.FinishedAsync("r1");
        var lease = (await _rig.LeaseAsync(30)).Headers["Hoth-Lease"];
        _rig.Clock.Advance(TimeSpan.FromSeconds(30));

        (await _rig.AckAsync(Ack(lease, ids: ["r1"]))).StatusCode.ShouldBe(409);
        (await _rig.AckAsync(Ack("nosuchlease", ids: ["r1"]))).StatusCode.ShouldBe(404);
        _rig.Clock.Advance(TimeSpan.FromDays(2));
        (await _rig.AckAsync(Ack(lease, ids: ["r1"]))).StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task Every_mistake_in_an_acknowledgement_is_named_at_once()
    {
        await _rig.FinishedAsync("r1");
        var lease = (await _rig.LeaseAsync(30)).Headers["Hoth-Lease"];

        var notLeased = await _rig.AckAsync(Ack(lease, ids: ["r1", "r8"], release: ["r9"]));
        var malformed = await _rig.AckAsync("""{"lease":5,"ids":["a b",1],"more":true}""");

        ErrorPaths(notLeased).ShouldBe(["$.ids[1]", "$.release[0]"], ignoreOrder: true);
        ErrorPaths(malformed).ShouldBe(["$.lease", "$.ids[0]", "$.ids[1]", "$.more"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(FaultPoint.LeaseStored)]
    [InlineData(FaultPoint.AckMarked)]
    [InlineData(FaultPoint.AckDeleted)]
    public async Task A_stop_loses_nothing_and_an_acknowledged_result_never_comes_again(string point)
    {
        await _rig.FinishedAsync("r1");
        _rig.Faults.ArmAt(point);
        var leased = await _rig.LeaseAsync(60);
        if (point == FaultPoint.LeaseStored)
        {
            leased.StatusCode.ShouldBe(500);
            _rig.Clock.Advance(TimeSpan.FromSeconds(61));
            leased = await _rig.LeaseAsync(60);
        }

        var body = Ack(leased.Headers["Hoth-Lease"], ids: ["r1"]);
        var ack = await _rig.AckAsync(body);
        if (point != FaultPoint.LeaseStored)
        {
            ack.StatusCode.ShouldBe(500);
            ack = await _rig.AckAsync(body);
        }

        ack.StatusCode.ShouldBe(200, ack.Body);
        _rig.Clock.Advance(TimeSpan.FromHours(2));
        (await _rig.DrainAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_ids_than_a_lease_can_have_are_one_violation()
    {
        var many = Enumerable.Range(0, 11).Select(_ => "not an id").ToArray();

        ErrorPaths(await _rig.AckAsync(Ack("abc", many, many))).ShouldBe(["$.ids", "$.release"], ignoreOrder: true);
    }

    private static string Ack(string lease, string[]? ids = null, string[]? release = null) =>
        JsonSerializer.Serialize(new { lease, ids = ids ?? [], release = release ?? [] });

    private static IEnumerable<string> ErrorPaths(Amazon.Lambda.APIGatewayEvents.APIGatewayProxyResponse response)
    {
        response.StatusCode.ShouldBe(400, response.Body);
        return JsonDocument.Parse(response.Body).RootElement.GetProperty("errorMap").EnumerateObject().Select(p => p.Name);
    }
}
