using System.Text.Json;
using Amazon.Lambda.SQSEvents;
using Hoth.Functions.Catalog;
using Hoth.Local.Invocation;
using Hoth.Local.Pumps;
using Hoth.Local.Storage;
using Hoth.MockCsp.Behaviours;
using Hoth.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Local.Tests.UseCases;

/// <summary>The real watcher on the real queue and its pump, on a clock that the test moves whenever nobody is at work.</summary>
public sealed class ManyWatchesTests : IAsyncLifetime
{
    private const int Many = 500;
    private const string Stuck = "stuck";

    /// <summary>Only a failing test waits so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ProvisioningRig _rig = new();
    private SqliteStatement? _atWork;

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    private DateTimeOffset Now => _rig.Base.Clock.GetUtcNow();

    [Fact]
    public async Task A_job_that_never_ends_delays_none_of_500_that_end_at_their_second_poll_and_ends_at_its_deadline()
    {
        using var stop = new CancellationTokenSource();
        using var pump = new QueuePump(
            (BoundFunction<SQSEvent, SQSBatchResponse>)_rig.Base.Bind("AsyncProvisionWatcher"),
            _rig.Base.PatientQueue,
            new Invoker(SystemIds.Instance, _rig.Base.Clock, NullLoggerFactory.Instance),
            _rig.Base.Clock,
            NullLogger<QueuePump>.Instance);
        var pumping = pump.RunAsync(stop.Token);
        await StartAsync(0, Many / 2);
        await StartStuckAsync();
        await StartAsync(Many / 2, Many);
        await UntilNobodyWorksAsync();

        // The clock stood still: all were polled once, and the 500 could end from this moment on.
        var finished = Now;
        var delays = new Dictionary<string, TimeSpan>();
        foreach (var id in Ids(0, Many)) delays[id] = await NextPollAsync(id) - finished;
        var delivered = new Dictionary<string, DateTimeOffset>();
        for (var second = 0; second < 60 && delivered.Count < Many; second++)
        {
            _rig.Base.Clock.Advance(TimeSpan.FromSeconds(1));
            await UntilNobodyWorksAsync();
            foreach (var result in await _rig.DrainAllAsync())
            {
                result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED", result.GetRawText());
                delivered.Add(result.GetProperty("jobId").GetString()!, Now);
            }
        }

        delivered.Keys.Order().ShouldBe(Ids(0, Many).Order());
        delivered.Where(d => d.Value - finished > 2 * delays[d.Key]).ShouldBeEmpty();
        (await ExpireStuckAsync()).ShouldBe(504);
        await stop.CancelAsync();
        await pumping;
    }

    private static IEnumerable<string> Ids(int from, int to) => Enumerable.Range(from, to - from).Select(i => $"job-{i:000}");

    private async Task StartAsync(int from, int to)
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = 1 } });
        await Parallel.ForEachAsync(Ids(from, to), async (id, _) => await StartAsync(id));
    }

    private async Task StartStuckAsync()
    {
        _rig.Script(new CspBehaviour { Async = new AsyncProvisioning { Polls = int.MaxValue } });
        await StartAsync(Stuck);
    }

    private async Task StartAsync(string id)
    {
        await _rig.AddEnvironmentAsync(id);
        (await _rig.ExecuteAsync(id)).ShouldBe(202);
    }

    /// <summary>From poll to poll until it ends, which must be at its deadline.</summary>
    /// <returns>The code of its result.</returns>
    private async Task<int> ExpireStuckAsync()
    {
        var deadline = (await _rig.Jobs.FindAsync(Stuck, CancellationToken.None))!.DeadlineAt;
        List<JsonElement> results;
        do
        {
            Now.ShouldBeLessThan(deadline);
            _rig.Base.Clock.Advance(await NextPollAsync(Stuck) - Now);
            await UntilNobodyWorksAsync();
            results = await _rig.DrainAllAsync();
        }
        while (results.Count == 0);

        Now.ShouldBe(deadline);
        return results.ShouldHaveSingleItem().GetProperty("code").GetInt32();
    }

    private async Task<DateTimeOffset> NextPollAsync(string id)
    {
        var poll = (await _rig.Jobs.FindAsync(id, CancellationToken.None))!.Poll.ShouldNotBeNull(id);
        poll.Count.ShouldBeGreaterThan(0, id);
        return poll.NextAt;
    }

    /// <summary>Until every message of the watch queue waits for its next poll: none is ready, due, or held by the pump.</summary>
    private async Task UntilNobodyWorksAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (AtWork() > 0)
        {
            // A pause: the question goes through the one thread that writes.
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, patience.Token);
        }
    }

    private long AtWork() => _rig.Base.Database.Prepare(session =>
    {
        _atWork ??= session.Prepare("SELECT count(*) FROM message JOIN queue ON queue.id = message.queue WHERE name = ?1 AND (held = 1 OR visible_at <= ?2)");
        using var count = _atWork.Bind(1, Queues.AsyncProvisioningJobs).Bind(2, Now);
        count.Step();
        return count.Int64(0);
    });
}
