using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hoth.Jobs;
using Hoth.Local.Storage;
using Hoth.Local.Tests.Storage;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Tokens;
using Hoth.Ports;
using Hoth.Reports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace Hoth.Local.Tests.Chaos;

/// <summary>
/// Report jobs, of costs and of HTTP jobs, on the published host while it is killed at random moments. <c>HOTH_CHAOS_KILLS</c> says how often (25 unless said);
/// <c>HOTH_CHAOS_SEED</c> gives the moments of a run again, as far as the machine lets it.
/// </summary>
[Trait("Category", "Chaos")]
public sealed class ReportChaosTests(ITestOutputHelper output) : IDisposable
{
    private const int Jobs = 100;

    private readonly int _seed = ChaosSeed.Read();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly TemporaryDirectory _directory = new();
    private readonly ExportServer _exports = ExportServer.Start();

    private string Data => Path.Combine(_directory.Path, "data");

    public void Dispose()
    {
        _exports.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task Host_killed_at_random_moments_ends_each_of_100_reports_once_and_leaves_nothing_but_their_output()
    {
        ChaosSeed.SkipOnWindows();
        var kills = int.TryParse(Environment.GetEnvironmentVariable("HOTH_CHAOS_KILLS"), out var given) ? given : 25;
        await using var mock = await StartCspsAsync();
        await AcceptAsync();
        await using (var host = await SupervisedHost.StartAsync(await WriteConfigurationAsync(mock)))
        {
            var random = new Random(_seed);
            for (var kill = 0; kill < kills; kill++) await host.KillNewestAsync(whenReady: random.Next(4) > 0, random.NextDouble());
            host.Deaths.ShouldBeGreaterThanOrEqualTo(kills - 1, Explain());
            await WaitUntilNothingHappensAsync();
            await host.StopAsync();
        }

        await AssertAsync(mock, kills);
    }

    private static ReportRequest RequestOf(int number)
    {
        ReportSource source = number % 2 == 0
            ? new CostReportSource(["good", "flaky", "missing"], ["p1", "p2", $"p{number}"], "2024-01", "2024-03")
            : new HttpJobReportSource("exports", new Dictionary<string, string> { ["what"] = $"{number}" });
        return new ReportRequest("00000000-0000-4000-8000-000000000001", "r", number % 4 < 2 ? ReportFormat.Csv : ReportFormat.Json, source);
    }

    private static Task<MockCspServer> StartCspsAsync() => MockCspServer.StartAsync(
        new MockCspOptions
        {
            Csps = new Dictionary<string, CspBehaviour>
            {
                ["good"] = new(),
                ["flaky"] = new() { Faults = [Fault.Answer(503, times: 1)] },
                ["missing"] = new() { Faults = [Fault.Answer(404)] },
            },
        },
        TimeProvider.System);

    /// <summary>The records and messages of all jobs, before the host's first life.</summary>
    private async Task AcceptAsync()
    {
        using var database = SqliteDatabase.Open(new() { DataDirectory = Data }, TimeProvider.System);
        var (queue, ids, time) = (new SqliteQueue(database), SystemIds.Instance, TimeProvider.System);
        var accept = new AcceptJob(
            new SqliteJobStore(database), new JobTypes([new ReportJobType(queue)]), new JobBodies(NewArtifacts(), ids), ids, time, NoFaultPoints.Instance, new HothMetrics(), NullLogger<AcceptJob>.Instance);
        for (var i = 0; i < Jobs; i++)
        {
            await accept.ExecuteAsync(new NewJob($"job-{i}", JobKind.Report, RequestOf(i).ToJson(), $"g{i % 7}", null) { Owner = "alice" }, new RequestContext("chaos", null), default);
        }
    }

    private FileArtifactStore NewArtifacts() => new(Data, SystemIds.Instance, TimeProvider.System, (key, _) => new Uri($"http://localhost/{key}"));

    private async Task<string[]> WriteConfigurationAsync(MockCspServer mock)
    {
        var (csps, secrets, jobs, directory) = (Path.Combine(_directory.Path, "csps.json"), Path.Combine(_directory.Path, "secrets.json"), Path.Combine(_directory.Path, "http-jobs"), new JsonObject());
        foreach (var name in new[] { "good", "flaky", "missing" })
        {
            var address = mock.AddressOf(name);
            directory[name] = new JsonObject
            {
                ["uri"] = $"{address}",
                ["token"] = new JsonObject { ["endpoint"] = $"{address}/oauth2/token", ["scopes"] = new JsonArray([.. Scopes.All.Select(scope => JsonValue.Create(scope))]) },
                ["secret"] = "hoth/csp",
            };
        }

        Directory.CreateDirectory(jobs);
        await File.WriteAllTextAsync(csps, directory.ToJsonString());
        await File.WriteAllTextAsync(secrets, """{ "hoth/csp": { "clientId": "hoth", "clientSecret": "mock-secret" } }""");
        await File.WriteAllTextAsync(Path.Combine(jobs, "exports.json"), _exports.Definition);
        return ["--data", Data, "--no-mock", "--csps", csps, "--secrets", secrets, "--http-jobs", jobs, "--json", "--quiet"];
    }

    /// <summary>Jobs that are left write to the database at least every half minute; none for so long means that there are none.</summary>
    private async Task WaitUntilNothingHappensAsync()
    {
        var (seen, since) = (default(DateTime), TimeProvider.System.GetTimestamp());
        while (TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(35))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
            var now = Directory.EnumerateFiles(Data).Max(File.GetLastWriteTimeUtc);
            if (now == seen) continue;
            (seen, since) = (now, TimeProvider.System.GetTimestamp());
        }
    }

    private async Task AssertAsync(MockCspServer mock, int kills)
    {
        var storage = await ChaosStorage.ReadAsync(Data, [.. Enumerable.Range(0, Jobs).Select(i => $"job-{i}")]);
        var artifacts = NewArtifacts();
        var outputs = storage.Jobs.Select(job => job.Output?.ArtifactKey).OfType<string>().ToList();
        var files = Directory.EnumerateFiles(Path.Combine(Data, "artifacts"), "*", SearchOption.AllDirectories).Select(KeyOf).ToList();
        var asked = mock.Requests("good").Count(r => r.Operation == "getCostsByPortfolio");
        output.WriteLine($"{Explain()}; {Jobs} jobs, {kills} kills; good asked {asked} times for {Jobs / 2 * 3} questions; {_exports.Created} exports for {_exports.Keys} keys; {_watch.Elapsed.TotalSeconds:0} s");

        storage.Jobs.Where(job => job.Status != JobStatus.Succeeded).Select(job => $"{job.JobId} {job.Status} {job.Error}").ShouldBeEmpty(Explain());
        storage.LeftOnQueues.ShouldBeEmpty(Explain());
        files.ShouldBe(outputs, ignoreOrder: true, Explain());
        foreach (var job in storage.Jobs)
        {
            await using var content = (await artifacts.OpenAsync(job.Output!.ArtifactKey!, default)).ShouldNotBeNull(Explain());
            Convert.ToHexStringLower(await SHA256.HashDataAsync(content)).ShouldBe(job.Output.Sha256, Explain());
            var isCosts = int.Parse(job.JobId[4..]) % 2 == 0;
            job.Output.Rows.ShouldBe(isCosts ? 2 * 3 * 2 * 3 : 2, Explain());
            (job.Warnings?.Count ?? 0).ShouldBe(isCosts ? 3 : 0, Explain());
        }

        _exports.Created.ShouldBe(Jobs / 2, "one export per key, and one key per job");
        _exports.Left.ShouldBe(0, Explain());
    }

    /// <summary>A file begins with two bytes of length, its key, and a line feed.</summary>
    private static string KeyOf(string file) => System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(file)[2..]).Split('\n')[0];

    private string Explain() => $"HOTH_CHAOS_SEED={_seed}";
}
