using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Hoth.Local.CommandLine;
using Hoth.Local.Tests.Host;
using Hoth.Local.Tests.Storage;
using Hoth.Local.Tokens;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Xunit.Abstractions;

namespace Hoth.Local.Tests.Chaos;

/// <summary>A QA run on the published host, which is killed in the middle of it.</summary>
[Trait("Category", "Chaos")]
public sealed class QaRunChaosTests(ITestOutputHelper output) : IDisposable
{
    private const string Csp = "csp";

    private readonly TemporaryDirectory _directory = new();

    private string Data => Path.Combine(_directory.Path, "data");

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task Run_whose_host_is_killed_twice_goes_on_and_every_reader_sees_one_feed_that_ends_with_COMPLETE()
    {
        ChaosSeed.SkipOnWindows();
        var behaviour = new CspBehaviour { Latency = TimeSpan.FromMilliseconds(50) };
        await using var mock = await MockCspServer.StartAsync(new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [Csp] = behaviour } }, TimeProvider.System);
        await using var host = await SupervisedHost.StartAsync(await ArgumentsAsync(mock.AddressOf(Csp), behaviour));
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token());
        var client = new QaRunClient(http, mock.AddressOf(Csp));
        await client.PutAsync("csp", allowWrites: true);
        var planId = await client.StartAsync("csp");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5), TimeProvider.System);
        var readers = new[] { 1, 7, 500 }.Select(limit => client.FollowAsync(planId, limit, () => http, patience.Token)).ToList();

        foreach (var count in new[] { 10, 60 })
        {
            await client.UntilAsync(planId, $"\"seq\":{count},", () => http);
            await host.KillAsync();
        }

        var seen = await Task.WhenAll(readers);
        await host.StopAsync();
        host.Deaths.ShouldBe(2);
        QaRunClient.CheckFeed(seen);
        var types = seen[0].CountBy(e => e.Type).ToDictionary(t => t.Key, t => t.Value);
        output.WriteLine(string.Join(", ", types.Select(t => $"{t.Value} {t.Key}")));
        types["SCENARIO_CREATED"].ShouldBe(types.GetValueOrDefault("EXECUTION_SUCCESS") + types.GetValueOrDefault("EXECUTION_FAILED"));
        seen[0].TakeLast(3).Select(e => e.Type).ShouldBe(["AI_SUCCESS", "QA_EVAL_DONE", "COMPLETE"]);
    }

    private string Token()
    {
        using var issuer = LocalTokens.OpenForTokens(new LocalOptions { DataDirectory = Data, DataDirectoryGiven = true }, TimeProvider.System);
        return issuer.Issue("alice", QaRunClient.Scope, TimeSpan.FromHours(1));
    }

    private async Task<string[]> ArgumentsAsync(Uri target, CspBehaviour behaviour)
    {
        var secrets = Path.Combine(_directory.Path, "secrets.json");
        await File.WriteAllTextAsync(secrets, new JsonObject
        {
            [$"hoth/qa/{Csp}"] = new JsonObject
            {
                ["target"] = target.AbsoluteUri, ["tokenUrl"] = $"{target.AbsoluteUri}/oauth2/token", ["clientId"] = behaviour.ClientId, ["clientSecret"] = behaviour.ClientSecret,
            },
        }.ToJsonString());
        return ["--data", Data, "--secrets", secrets, "--json", "--quiet"];
    }
}
