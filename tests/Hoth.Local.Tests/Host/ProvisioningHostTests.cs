using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Local.Tests.Host;

/// <summary>Provisioning over HTTP, with the real state machine and the real watcher.</summary>
public sealed class ProvisioningHostTests
{
    private const string Environment = """
        {"name":"e","classificationLevel":"UNCLASSIFIED","administrators":[{"email":"a@b.mil","dodId":"1234567890","needsReset":false}]}
        """;

    [Fact]
    public async Task Jobs_that_are_done_at_once_later_or_never_each_have_one_result()
    {
        await using var host = await TestHost.StartAsync(mock: new MockCspOptions
        {
            Csps = new Dictionary<string, CspBehaviour>
            {
                ["csp-now"] = new(),
                ["csp-later"] = new() { Async = new AsyncProvisioning { Polls = 0 } },
                ["csp-failing"] = new() { Async = new AsyncProvisioning { Polls = 0, FinalStatus = "FAILURE" } },
                ["csp-refusing"] = new() { Faults = [Fault.Answer(405)] },
                ["csp-garbled"] = new() { Faults = [new Fault { Kind = FaultKind.MalformedJson }] },
            },
        });

        await AcceptedAsync(host, "now", "ADD_PORTFOLIO", "csp-now", """{"name":"p","taskOrders":[]}""");
        await AcceptedAsync(host, "later", "ADD_ENVIRONMENT", "csp-later", Environment);
        await AcceptedAsync(host, "failing", "ADD_ENVIRONMENT", "csp-failing", Environment);
        await AcceptedAsync(host, "refusing", "ADD_ENVIRONMENT", "csp-refusing", Environment);
        await AcceptedAsync(host, "garbled", "GET_PORTFOLIO", "csp-garbled", null);
        var results = await DrainAsync(host, 5);

        results.ShouldBe(
            [("failing", "FAILED", 200), ("garbled", "FAILED", 502), ("later", "SUCCEEDED", 200), ("now", "SUCCEEDED", 200), ("refusing", "FAILED", 405)]);
        var job = await host.Http.GetFromJsonAsync<JsonElement>(new Uri("/provisioning-jobs/later", UriKind.Relative));
        job.GetProperty("result").GetProperty("content").GetProperty("response").GetProperty("dashboardLink").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task The_same_request_twice_starts_one_execution()
    {
        await using var host = await TestHost.StartAsync();
        await AcceptedAsync(host, "once", "ADD_PORTFOLIO", "csp-a", """{"name":"p","taskOrders":[]}""");
        var again = await PostAsync(host, "once", "ADD_PORTFOLIO", "csp-a", """{"name":"p","taskOrders":[]}""");

        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await DrainAsync(host, 1)).ShouldBe([("once", "SUCCEEDED", 200)]);
        host.Host.Mock!.Counters("csp-a").Portfolios.ShouldBe(1);
    }

    private static async Task AcceptedAsync(TestHost host, string id, string operation, string csp, string? payload)
    {
        using var answer = await PostAsync(host, id, operation, csp, payload);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static Task<HttpResponseMessage> PostAsync(TestHost host, string id, string operation, string csp, string? payload)
    {
        var portfolio = operation == "ADD_PORTFOLIO" ? "" : $",\"portfolioId\":\"{DemoPortfolio.Id}\"";
        var body = payload is null ? "" : $",\"payload\":{payload}";
        return host.PostAsync("/provisioning-jobs", $$"""{"jobId":"{{id}}","userId":"u1","operationType":"{{operation}}","targetCspName":"{{csp}}"{{portfolio}}{{body}}}""");
    }

    private static async Task<IEnumerable<(string Job, string Outcome, int Code)>> DrainAsync(TestHost host, int count)
    {
        var results = new List<JsonElement>();
        while (results.Count < count)
        {
            var items = await host.Http.GetFromJsonAsync<JsonElement>(new Uri("/provisioning-jobs", UriKind.Relative));
            results.AddRange(items.EnumerateArray());
        }

        return results
            .Select(r => (r.GetProperty("jobId").GetString()!, r.GetProperty("outcome").GetString()!, r.GetProperty("code").GetInt32()))
            .Order();
    }
}
