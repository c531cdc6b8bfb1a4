using Hoth.Jobs;
using Hoth.Ports;
using Xunit.Abstractions;

namespace Hoth.Local.Tests.Chaos;

/// <summary>The same promise for cost jobs that an HTTP job answers over several steps, each of them a moment to be killed in.</summary>
[Trait("Category", "Chaos")]
public sealed class AsyncCostChaosTests(ITestOutputHelper output)
{
    private readonly int _seed = ChaosSeed.Read();

    /// <summary>Draining has its own points, which the tests of cost jobs stop at: it is one implementation.</summary>
    public static TheoryData<string> Points =>
    [
        .. FaultPoint.All.Except([.. FaultPoint.OfProvisioning, .. FaultPoint.OfReports, .. FaultPoint.OfQaRuns, FaultPoint.DeliveryMarked, FaultPoint.DeliveryDeleted, FaultPoint.LeaseStored, FaultPoint.AckMarked, FaultPoint.AckDeleted]),
    ];

    [SkippableTheory]
    [MemberData(nameof(Points))]
    public async Task Host_killed_at_a_fault_point_ends_every_job_once_and_creates_no_export_twice(string point)
    {
        ChaosSeed.SkipOnWindows();
        await using var run = await ChaosRun.StartAsync(ChaosWork.AsyncCosts(30), "--fault-point", $"{point}:{new Random(_seed).Next(1, 31)}");

        await run.PlayAsync();

        run.Host.Deaths.ShouldBe(1, Explain());
        await AssertAsync(run, 30);
    }

    [SkippableFact]
    public async Task Host_killed_at_random_moments_ends_each_of_100_jobs_once_and_creates_no_export_twice()
    {
        ChaosSeed.SkipOnWindows();
        const int Kills = 10;
        await using var run = await ChaosRun.StartAsync(ChaosWork.AsyncCosts(100));

        await run.PlayAsync(Kills, new Random(_seed));

        run.Host.Deaths.ShouldBe(Kills, Explain());
        await AssertAsync(run, 100);
    }

    private async Task AssertAsync(ChaosRun run, int jobs)
    {
        var storage = await run.ReadStorageAsync();
        var creations = run.Requests().Where(r => r.Operation == "createCostExport").ToLookup(r => r.IdempotencyKey);
        output.WriteLine($"{Explain()}; {run.Host.Deaths} kills, {creations.Sum(job => job.Count() - 1)} creations repeated with the same key, {run.Drained} results drained, {run.OnlyRedelivered} more by redeliverSince only");
        run.ShouldSatisfyAllConditions(
            Explain(),
            () => run.Results.Contradictory.ShouldBeEmpty(),
            () => storage.Unfinished.ShouldBeEmpty(),
            () => storage.LeftOnQueues.ShouldBeEmpty(),
            () => storage.Jobs.Where(job => job.Status != JobStatus.Succeeded).Select(job => job.JobId).ShouldBeEmpty(),
            () => creations.Select(job => job.Key).ShouldBe(storage.Jobs.Select(job => $"{job.InstanceId}-1"), ignoreOrder: true, "one key for each job"),
            () => run.Mock.Counters(ChaosWork.Csp).CostExports.ShouldBe(jobs));
    }

    private string Explain() => $"HOTH_CHAOS_SEED={_seed}";
}
