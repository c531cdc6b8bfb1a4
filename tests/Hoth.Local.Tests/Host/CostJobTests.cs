using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.PortContracts;

namespace Hoth.Local.Tests.Host;

public sealed class CostJobTests
{
    [Fact]
    public async Task Host_answers_a_cost_job_and_gives_its_result_once()
    {
        await using var host = await TestHost.StartAsync();

        var accepted = await host.PostAsync("/cost-jobs", TestHost.CostRequest("job-1"));
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        accepted.Headers.Location.ShouldBe(new Uri(host.Host.Address, "/cost-jobs/job-1"));
        JsonSerializer.Serialize(await accepted.Content.ReadFromJsonAsync<JsonElement>()).ShouldBe(TestHost.CostRequest("job-1"));

        var result = (await host.DrainAsync(1)).ShouldHaveSingleItem();
        result.GetProperty("jobId").GetString().ShouldBe("job-1");
        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        result.GetProperty("code").GetInt32().ShouldBe(200);

        (await host.Http.GetFromJsonAsync<JsonElement>(new Uri("/cost-jobs", UriKind.Relative))).GetArrayLength().ShouldBe(0);
        var job = await host.Http.GetFromJsonAsync<JsonElement>(new Uri("/cost-jobs/job-1", UriKind.Relative));
        job.GetProperty("status").GetString().ShouldBe("Succeeded");
        host.Host.Mock!.Requests("csp-a").Count(r => r.Path.Contains("/costs?", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Host_makes_one_job_of_100_identical_requests_in_parallel()
    {
        await using var host = await TestHost.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.PostAsync("/cost-jobs", TestHost.CostRequest("same"))));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Accepted);
        var seen = await Task.WhenAll(answers.Select(async a => $"{a.Headers.Location} {a.Headers.RetryAfter} {a.Content.Headers.ContentType} {await a.Content.ReadAsStringAsync()}"));
        seen.Distinct().ShouldHaveSingleItem();
        answers.Count(a => !a.Headers.Contains("Idempotency-Replayed")).ShouldBe(1);
        (await host.DrainAsync(1)).ShouldHaveSingleItem();
        host.Host.Mock!.Requests("csp-a").Count(r => r.Path.Contains("/costs?", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Slow_jobs_of_one_portfolio_do_not_delay_the_job_of_another()
    {
        // The clock stands still, so that the slow CSP answers when the test says so.
        var time = new ManualTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var latency = TimeSpan.FromMilliseconds(1);
        var mock = new MockCspOptions
        {
            Csps = new Dictionary<string, CspBehaviour> { ["csp-fast"] = new(), ["csp-held"] = new() { Latency = latency } },
        };
        await using var host = await TestHost.StartAsync(time, mock: mock);
        for (var i = 0; i < 10; i++) await host.PostAsync("/cost-jobs", TestHost.CostRequest($"slow-{i}", "csp-held", "slow"));

        await host.PostAsync("/cost-jobs", TestHost.CostRequest("fast", "csp-fast", "fast"));

        (await host.DrainAsync(1)).ShouldHaveSingleItem().GetProperty("jobId").GetString().ShouldBe("fast");
        var slow = host.DrainAsync(10);
        while (!slow.IsCompleted)
        {
            time.Advance(latency);
            // A round trip between the steps gives the host the time that it needs.
            (await host.GetAsync("/cost-jobs/fast")).EnsureSuccessStatusCode();
        }

        (await slow).Select(r => r.GetProperty("jobId").GetString()).ShouldBe(Enumerable.Range(0, 10).Select(i => $"slow-{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Host_keeps_jobs_and_results_over_a_restart()
    {
        using var directory = new Storage.TemporaryDirectory();
        await using (var first = await TestHost.StartAsync(dataDirectory: directory.Path))
        {
            await first.PostAsync("/cost-jobs", TestHost.CostRequest("kept"));
        }

        await using var second = await TestHost.StartAsync(dataDirectory: directory.Path);
        (await second.DrainAsync(1)).ShouldHaveSingleItem().GetProperty("jobId").GetString().ShouldBe("kept");
        (await second.PostAsync("/cost-jobs", TestHost.CostRequest("kept"))).Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
    }
}
