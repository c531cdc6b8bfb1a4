using System.Diagnostics;
using Hoth.Ports;
using Xunit.Abstractions;

namespace Hoth.Local.Tests.Chaos;

/// <summary>
/// The same promise for provisioning jobs, whose calls must not be made twice: state machine, watcher and drains of the published host are
/// killed while CSPs build things. <c>HOTH_CHAOS_KILLS</c> says how often at random moments (25 unless said: half a minute on an idle machine);
/// <c>HOTH_CHAOS_SEED</c> gives the moments of a run again, as far as the machine lets it.
/// </summary>
[Trait("Category", "Chaos")]
public sealed class ProvisioningChaosTests(ITestOutputHelper output)
{
    private readonly int _seed = ChaosSeed.Read();
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Draining has its own points, which the tests of cost jobs stop at: it is one implementation.</summary>
    public static TheoryData<string> Points =>
    [
        .. FaultPoint.All.Except([FaultPoint.DeliveryMarked, FaultPoint.DeliveryDeleted, FaultPoint.LeaseStored, FaultPoint.AckMarked, FaultPoint.AckDeleted, .. FaultPoint.OfHttpJobs, .. FaultPoint.OfReports, .. FaultPoint.OfQaRuns]),
    ];

    [SkippableFact]
    public async Task Host_killed_at_random_moments_ends_each_of_200_jobs_once_and_repeats_no_call_that_may_have_been_processed()
    {
        ChaosSeed.SkipOnWindows();
        var kills = int.TryParse(Environment.GetEnvironmentVariable("HOTH_CHAOS_KILLS"), out var given) ? given : 25;
        var work = ProvisioningWork.Of(200);
        await using var run = await ChaosRun.StartAsync(work);

        await run.PlayAsync(kills, new Random(_seed));

        run.Host.Deaths.ShouldBe(kills, Explain());
        await AssertAsync(run, work);
    }

    [SkippableTheory]
    [MemberData(nameof(Points))]
    public async Task Host_killed_at_a_fault_point_ends_every_job_once_and_repeats_no_call_that_may_have_been_processed(string point)
    {
        ChaosSeed.SkipOnWindows();
        // A job that is polled twice takes a quarter of a minute: only where that is the point.
        var work = ProvisioningWork.Of(40, polls: point == FaultPoint.PollRecorded ? 1 : 0);
        // Each point is passed by at least 12 of the 40 jobs.
        await using var run = await ChaosRun.StartAsync(work, "--fault-point", $"{point}:{new Random(_seed).Next(1, 13)}");

        await run.PlayAsync();

        run.Host.Deaths.ShouldBe(1, Explain());
        var found = await AssertAsync(run, work);
        if (point is FaultPoint.CallBegun) found.Unknown.ShouldBeGreaterThan(0, Explain());
    }

    private async Task<ProvisioningFindings> AssertAsync(ChaosRun run, ChaosWork work)
    {
        var storage = await run.ReadStorageAsync();
        var found = new ProvisioningFindings(work, storage.Jobs, run.Requests(), run.Host.DeathTimes);
        output.WriteLine(
            $"{Explain()}; {work.Jobs.Count} jobs, {run.Host.Deaths} kills, {run.Host.DeathsWhileStarting} of them while starting; {found.Unknown} UNKNOWN_OUTCOME, {found.UnknownAndNeverReceived} of them never received; "
            + $"{found.RepeatedCalls} calls repeated that may be; {run.Drained} results drained, {run.OnlyRedelivered} more by redeliverSince only; {_watch.Elapsed.TotalSeconds:0} s");
        run.ShouldSatisfyAllConditions(
            Explain(),
            () => run.Results.Contradictory.ShouldBeEmpty(),
            () => storage.Unfinished.ShouldBeEmpty(),
            () => storage.LeftOnQueues.ShouldBeEmpty(),
            () => storage.LeftRunning.ShouldBeEmpty(),
            () => found.WrongEnds.ShouldBeEmpty(),
            () => found.UnknownWithoutReason.ShouldBeEmpty(),
            () => found.WronglyRepeated.ShouldBeEmpty(),
            () => found.NeverAsked.ShouldBeEmpty(),
            () => found.AskedAfterTheEnd.ShouldBeEmpty(),
            () => found.StrayCalls.ShouldBe(0),
            () => AssertMadeOnce(run, work, found));
        return found;
    }

    private static void AssertMadeOnce(ChaosRun run, ChaosWork work, ProvisioningFindings found)
    {
        foreach (var csp in work.Csps.Keys)
        {
            var made = run.Mock.Counters(csp);
            (made.Portfolios, made.Environments, made.TaskOrders).ShouldBe(
                (found.Made(csp, "addPortfolio"), found.Made(csp, "addEnvironment"), found.Made(csp, "addTaskOrder")), csp);
        }
    }

    private string Explain() => $"HOTH_CHAOS_SEED={_seed}";
}
