using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Local.Tests.Storage;
using Hoth.MockCsp;
using Hoth.MockCsp.Exports;
using Hoth.MockCsp.Recording;
using Hoth.MockCsp.Tokens;

namespace Hoth.Local.Tests.Chaos;

/// <summary>
/// One run: CSPs that live in this process and so survive every kill, the published host, clients that submit jobs and clients that
/// drain (or lease) results while the host is killed and started again, then everything that must be true afterwards.
/// </summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    /// <summary>For whatever must happen at all: only a failing test waits so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const int Submitters = 8;
    private const int Drainers = 2;

    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentDictionary<int, byte> _killAt = new();
    private readonly ConcurrentBag<Task> _kills = [];
    private readonly CancellationTokenSource _allTerminal = new();
    private readonly SemaphoreSlim _released = new(0);
    private readonly ChaosWork _work;
    private readonly string[] _jobIds;
    private int _submitted;
    private int _progress;
    private int _drained;

    private ChaosRun(ChaosWork work, MockCspServer mock)
    {
        _work = work;
        _jobIds = [.. work.Jobs.Select(job => job.Id)];
        Mock = mock;
    }

    public MockCspServer Mock { get; }

    public SupervisedHost Host { get; private set; } = null!;

    public ResultLedger Results { get; } = new();

    /// <summary>Results that came by draining and leasing, repeated ones included.</summary>
    public int Drained => _drained;

    /// <summary>Results that only redeliverSince brought: the answers that had them were lost with a kill.</summary>
    public int OnlyRedelivered { get; private set; }

    public string DataDirectory => Path.Combine(_directory.Path, "data");

    /// <param name="work">What will be submitted.</param>
    /// <param name="firstLifeArgs">More command line for the host's first life.</param>
    public static async Task<ChaosRun> StartAsync(ChaosWork work, params string[] firstLifeArgs)
    {
        var mock = await MockCspServer.StartAsync(new MockCspOptions { Csps = work.Csps }, TimeProvider.System);
        var run = new ChaosRun(work, mock);
        try
        {
            run.Host = await SupervisedHost.StartAsync(await run.WriteConfigurationAsync(), firstLifeArgs);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the host when clients have had so many answers (to a POST, or results): moments that do not depend on the machine's speed.</summary>
    public void KillAfter(IEnumerable<int> answers)
    {
        foreach (var count in answers) _killAt[count] = 0;
    }

    /// <summary>Kills the host now.</summary>
    public void Kill() => _kills.Add(Host.KillAsync());

    /// <summary>Submits and drains until every job is terminal and every result was seen; then the host is stopped in order.</summary>
    /// <param name="lease">Drain with leases and acknowledgements.</param>
    public Task PlayAsync(bool lease = false)
    {
        _released.Release(_jobIds.Length);
        return FinishAsync(lease);
    }

    /// <summary>The same, with jobs coming in little by little while the host is killed at random moments, a quarter of them before it is ready.</summary>
    public async Task PlayAsync(int kills, Random random)
    {
        var killer = KillAsync(kills, random);
        await FinishAsync(lease: false, killer);
    }

    private async Task KillAsync(int kills, Random random)
    {
        var released = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            var due = _jobIds.Length * kill / kills;
            if (due > released) _released.Release(due - released);
            released = due;
            await Host.KillNewestAsync(whenReady: random.Next(4) > 0, random.NextDouble());
        }
    }

    private async Task FinishAsync(bool lease, Task? killer = null)
    {
        var drainers = Enumerable.Range(0, Drainers).Select(_ => lease ? LeaseAsync() : DrainAsync()).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Submitters).Select(_ => SubmitAsync()));
        await (killer ?? Task.CompletedTask);
        await _allTerminal.CancelAsync();
        await Task.WhenAll(drainers);
        await Task.WhenAll(_kills);
        await CollectLostAnswersAsync();
        await CompareWithJobsAsync();
        await Host.StopAsync();
    }

    /// <summary>What the host has left, being stopped.</summary>
    public Task<ChaosStorage> ReadStorageAsync() => ChaosStorage.ReadAsync(DataDirectory, _jobIds);

    /// <summary>What all CSPs received.</summary>
    public IReadOnlyList<ReceivedRequest> Requests() => [.. _work.Csps.Keys.SelectMany(Mock.Requests)];

    public async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        await Mock.DisposeAsync();
        _allTerminal.Dispose();
        _released.Dispose();
        _directory.Dispose();
    }

    private async Task<string[]> WriteConfigurationAsync()
    {
        var (csps, secrets, directory) = (Path.Combine(_directory.Path, "csps.json"), Path.Combine(_directory.Path, "secrets.json"), new JsonObject());
        foreach (var (name, behaviour) in _work.Csps)
        {
            var address = Mock.AddressOf(name);
            directory[name] = new JsonObject
            {
                ["uri"] = $"{address}",
                ["token"] = new JsonObject { ["endpoint"] = $"{address}/oauth2/token", ["scopes"] = new JsonArray([.. Scopes.All.Select(scope => JsonValue.Create(scope))]) },
                ["secret"] = "hoth/csp",
                ["honoursIdempotencyKey"] = behaviour.HonoursIdempotencyKey,
            };
            if (behaviour.CostExports is null) continue;
            directory[name]!["costs"] = new JsonObject { ["mode"] = "async", ["job"] = name, ["response"] = "document" };
            var definition = CostExportJob.For(name, address, "hoth/csp").Replace("\"inputs\":", "\"concurrency\": 100, \"inputs\":", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(_directory.Path, "http-jobs")).FullName, $"{name}.json"), definition);
        }

        await File.WriteAllTextAsync(csps, directory.ToJsonString());
        await File.WriteAllTextAsync(secrets, """{ "hoth/csp": { "clientId": "hoth", "clientSecret": "mock-secret" } }""");
        return ["--data", DataDirectory, "--no-mock", "--csps", csps, "--secrets", secrets, "--json", "--quiet"];
    }

    /// <summary>One of the clients that submit: takes the next job, posts it, watches the last ones until they are done.</summary>
    private async Task SubmitAsync()
    {
        using var client = new ChaosClient(Host);
        var mine = new List<string>();
        for (int i; (i = Interlocked.Increment(ref _submitted) - 1) < _jobIds.Length;)
        {
            await _released.WaitAsync();
            var answer = await client.PostAsync(_work.Path, _work.Jobs[i].Body);
            answer.Status.ShouldBe(_work.Accepted, answer.Body);
            mine.Add(_jobIds[i]);
            Progressed();
        }

        foreach (var id in mine)
        {
            while (!(await client.GetAsync($"{_work.Path}/{id}")).Json().GetProperty("done").GetBoolean()) await Task.Yield();
        }
    }

    private async Task DrainAsync()
    {
        using var client = new ChaosClient(Host);
        while (true)
        {
            var last = _allTerminal.IsCancellationRequested;
            var ids = NoteDrained((await client.GetAsync(_work.Path)).Json());
            foreach (var _ in ids) Progressed();
            if (last && ids.Count == 0) return;
        }
    }

    private async Task LeaseAsync()
    {
        using var client = new ChaosClient(Host);
        while (true)
        {
            var last = _allTerminal.IsCancellationRequested;
            var answer = await client.GetAsync(_work.Path, "lease=30");
            var ids = NoteDrained(answer.Json());
            if (ids.Count == 0 && last) return;
            if (ids.Count == 0) continue;
            var ack = await client.PostAsync($"{_work.Path}/acks", JsonSerializer.Serialize(new { lease = answer.Header("Hoth-Lease"), ids }));
            ack.Status.ShouldBe(HttpStatusCode.OK, ack.Body);
            foreach (var _ in ids) Progressed();
        }
    }

    /// <summary>The documented way to results whose answers were lost; and what is still on the queue, should drainers have stopped early.</summary>
    private async Task CollectLostAnswersAsync()
    {
        using var client = new ChaosClient(Host);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = Results.JobIds.ToHashSet();
            for (string? page = $"{_work.Path}?redeliverSince=2000-01-01T00:00:00Z"; page is not null;)
            {
                var answer = await client.GetAsync(page);
                OnlyRedelivered += Results.Note(answer.Json()).Count(id => !seen.Contains(id));
                page = answer.Header("Link") is { } link ? link[(link.IndexOf('<') + 1)..link.IndexOf('>')] : null;
            }

            var missing = _jobIds.Except(Results.JobIds).ToList();
            if (missing.Count == 0) return;
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Patience, $"never delivered: {string.Join(", ", missing)}");
            NoteDrained((await client.GetAsync(_work.Path)).Json());
        }
    }

    /// <summary>Every job's resource says the same as the results that were delivered.</summary>
    private async Task CompareWithJobsAsync()
    {
        using var client = new ChaosClient(Host);
        foreach (var id in _jobIds)
        {
            var job = (await client.GetAsync($"{_work.Path}/{id}")).Json();
            Results.Note(JsonSerializer.SerializeToElement(new[] { job.GetProperty("result") }));
        }
    }

    private IReadOnlyList<string> NoteDrained(JsonElement items)
    {
        var ids = Results.Note(items);
        Interlocked.Add(ref _drained, ids.Count);
        return ids;
    }

    private void Progressed()
    {
        if (_killAt.TryRemove(Interlocked.Increment(ref _progress), out _)) Kill();
    }
}
