using Hoth.MockCsp.Behaviours;
using Hoth.Ports;
using Xunit.Abstractions;

namespace Hoth.Local.Tests.Chaos;

/// <summary>
/// What the whole design promises, tried on the published program with real SIGKILLs: every accepted job ends in exactly one result, and
/// the client can get it. Slow (process starts, a thousand jobs) for that reason; no smaller test sees the parts fail together.
/// </summary>
[Trait("Category", "Chaos")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private readonly int _seed = ChaosSeed.Read();

    public static TheoryData<string> Points => [.. FaultPoint.All.Except([.. FaultPoint.OfProvisioning, .. FaultPoint.OfWatches, .. FaultPoint.OfHttpJobs, .. FaultPoint.OfReports, .. FaultPoint.OfQaRuns])];

    [SkippableFact]
    public async Task Host_killed_five_times_ends_each_of_1000_jobs_once_and_loses_no_result()
    {
        ChaosSeed.SkipOnWindows();
        const int Jobs = 1000;
        const int Kills = 5;
        var random = new Random(_seed);
        await using var run = await ChaosRun.StartAsync(ChaosWork.Costs(Jobs, new CspBehaviour { Latency = TimeSpan.FromMilliseconds(5) }));
        // One in each fifth of the run: answers to 1000 POSTs, then and meanwhile nearly 1000 results (those of lost answers do not count).
        run.KillAfter(Enumerable.Range(0, Kills).Select(i => (i * 370) + random.Next(10, 360)));

        await run.PlayAsync();

        run.Host.Deaths.ShouldBe(Kills, Explain());
        await AssertAsync(run);
    }

    [SkippableTheory]
    [MemberData(nameof(Points))]
    public async Task Host_killed_at_a_fault_point_ends_every_job_once_and_loses_no_result(string point)
    {
        ChaosSeed.SkipOnWindows();
        var byLease = point is FaultPoint.LeaseStored or FaultPoint.AckMarked or FaultPoint.AckDeleted;
        // Somewhere in the middle. A lease, a drain or an acknowledgement is for up to 10 jobs, so that there are at least 4 of 40 jobs.
        var isForMany = byLease || point is FaultPoint.DeliveryMarked or FaultPoint.DeliveryDeleted;
        var occurrence = new Random(_seed).Next(1, isForMany ? 4 : 40);
        await using var run = await ChaosRun.StartAsync(ChaosWork.Costs(40, new CspBehaviour()), "--fault-point", $"{point}:{occurrence}");

        await run.PlayAsync(byLease);

        run.Host.Deaths.ShouldBe(1, Explain());
        await AssertAsync(run);
    }

    [SkippableFact]
    public async Task Host_killed_while_it_writes_large_results_loses_and_truncates_none()
    {
        ChaosSeed.SkipOnWindows();
        const int Bytes = 700_000;
        var flood = new Fault { Kind = FaultKind.HugeBody, Bytes = Bytes, Operations = ["getCostsByPortfolio"] };
        await using var run = await ChaosRun.StartAsync(ChaosWork.Costs(24, new CspBehaviour { Faults = [flood] }));
        using var writes = new ArtifactWrites(run, killAt: [2, 9, 16]);

        await run.PlayAsync();

        run.Host.Deaths.ShouldBe(3, Explain());
        await AssertAsync(run);
        foreach (var id in run.Results.JobIds)
        {
            run.Results.ResultOf(id).GetProperty("content").GetProperty("response").GetRawText().Length.ShouldBe(Bytes, id);
        }

        Directory.EnumerateFiles(writes.Directory).ShouldBeEmpty();
    }

    private async Task AssertAsync(ChaosRun run)
    {
        var storage = await run.ReadStorageAsync();
        var found = CostFindings.Of(storage.Jobs, run.Requests());
        output.WriteLine(
            $"{Explain()}; {run.Host.Deaths} kills, {run.Drained} results drained, {run.OnlyRedelivered} more by redeliverSince only, {found.RepeatedCalls} CSP calls repeated before a result was recorded");
        run.ShouldSatisfyAllConditions(
            Explain(),
            () => run.Results.Contradictory.ShouldBeEmpty(),
            () => storage.Unfinished.ShouldBeEmpty(),
            () => found.NotSucceeded.ShouldBeEmpty(),
            () => found.NeverAsked.ShouldBeEmpty(),
            () => found.AskedAfterTheEnd.ShouldBeEmpty(),
            () => found.StrayCalls.ShouldBe(0),
            () => storage.LeftOnQueues.ShouldBeEmpty(),
            () => run.Host.Lines.Where(line => line.Contains("xception", StringComparison.Ordinal)).ShouldBeEmpty());
    }

    private string Explain() => $"HOTH_CHAOS_SEED={_seed}";
}
