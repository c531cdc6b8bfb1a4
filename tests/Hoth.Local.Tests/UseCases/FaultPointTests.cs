using Hoth.Jobs;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

/// <summary>Stopped at each named point in turn: the job ends once, and its result is delivered.</summary>
public sealed class FaultPointTests : IAsyncLifetime
{
    private readonly Rig _rig = new();

    public static TheoryData<string> Points => [.. FaultPoint.All.Except([.. FaultPoint.OfProvisioning, .. FaultPoint.OfWatches, .. FaultPoint.OfHttpJobs, .. FaultPoint.OfReports, .. FaultPoint.OfQaRuns]).Except([FaultPoint.LeaseStored, FaultPoint.AckMarked, FaultPoint.AckDeleted])];

    public Task InitializeAsync() => _rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _rig.Dispose();
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_stop_loses_nothing_and_ends_the_job_once(string point)
    {
        _rig.Faults.ArmAt(point);
        await _rig.PostAsync("r1");
        await _rig.WorkAsync();
        var drained = await TryDrainAsync();

        // Long enough for every grace and visibility timeout, and short of the job's deadline.
        for (var minutes = 0; minutes < 14; minutes++)
        {
            _rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await _rig.SweepAsync();
            await _rig.WorkAsync();
            drained.AddRange(await TryDrainAsync());
        }

        _rig.Faults.Passed.ShouldContain(point);
        var job = (await _rig.Jobs.FindAsync("r1", CancellationToken.None)).ShouldNotBeNull();
        job.Status.ShouldBe(JobStatus.Succeeded);
        job.DeliveredAt.ShouldNotBeNull();

        // An answer that was lost after the delete is asked for again by redeliverSince; every other stop delivers by itself.
        if (point == FaultPoint.DeliveryDeleted)
        {
            drained.ShouldBeEmpty();
            drained.AddRange(Rig.Items(await _rig.HttpAsync("ConsumeCostResults", query: new() { ["redeliverSince"] = job.CreatedAt.ToString("O") })));
        }

        drained.Select(r => r.GetProperty("jobId").GetString()).ShouldBe(["r1"]);
        var mayRepeat = point is FaultPoint.CspAnswered;
        _rig.Mock.Requests(Rig.Csp).Count(r => r.Path.Contains("/costs", StringComparison.Ordinal)).ShouldBe(mayRepeat ? 2 : 1);
    }

    private async Task<List<System.Text.Json.JsonElement>> TryDrainAsync()
    {
        var response = await _rig.HttpAsync("ConsumeCostResults");
        return response.StatusCode == 500 ? [] : Rig.Items(response);
    }
}
