using System.Net;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Tests.MockCsp;

public sealed class ProvisioningTests
{
    private const string Environments = $"portfolios/{DemoPortfolio.Id}/environments";

    [Fact]
    public async Task Portfolio_reads_back_when_it_and_its_parts_were_created()
    {
        await using var csp = await MockCspFixture.StartAsync();
        var id = await CreatedAsync(csp.PostAsync("portfolios", Bodies.Portfolio));
        var order = await CreatedAsync(csp.PostAsync($"portfolios/{id}/task-orders", Bodies.TaskOrder));
        (await CreatedAsync(csp.SendAsync(HttpMethod.Put, $"portfolios/{id}/task-orders/{order}", Bodies.TaskOrder.Replace("TO1", "TO2")))).ShouldBe(order);
        var environment = await CreatedAsync(csp.PostAsync($"portfolios/{id}/environments", Bodies.Environment));
        (await CreatedAsync(csp.SendAsync(HttpMethod.Patch, $"portfolios/{id}/environments/{environment}", $$"""{"administrators":{{Bodies.Administrators}}}"""))).ShouldBe(environment);

        using var answer = await csp.GetAsync($"portfolios/{id}");
        var portfolio = await MockCspFixture.ReadAsync(answer);
        portfolio.GetProperty("task_orders")[1].GetProperty("task_order_number").GetString().ShouldBe("TO2");
        portfolio.GetProperty("environments")[0].GetProperty("id").GetString().ShouldBe(environment);
        portfolio.GetProperty("environments")[0].TryGetProperty("administrators", out _).ShouldBeFalse();
        csp.Server.Counters("csp").ShouldBe(new(7, 1, 1, 1, 1, 1, 1));
    }

    [Theory]
    [InlineData("portfolios", """{"task_orders":[{"clins":[{"clin_number":"0000","type":"CLOUD","pop_start_date":"2024-02-30","extra":1}],"pop_start_date":1,"pop_end_date":"2024-01-01"},3]}""",
        "$.name", "$.task_orders[0].task_order_number", "$.task_orders[0].clins[0]", "$.task_orders[0].clins[0].clin_number", "$.task_orders[0].clins[0].classification_level",
        "$.task_orders[0].clins[0].pop_start_date", "$.task_orders[0].clins[0].pop_end_date", "$.task_orders[0].pop_start_date", "$.task_orders[1]")]
    [InlineData("portfolios", """{"name":"a","name":"b","task_orders":[]}""", "$")]
    [InlineData("portfolios", """[]""", "$")]
    [InlineData("portfolios", """{"name":"\ud800","task_orders":[]}""", "$.name")]
    [InlineData(Environments, """{"name":"E","account_name":"1","email_distribution_list":"x","classification_level":"SECRET","is_migration":"no","administrators":[{"email":"x","dod_id":"1","needs_reset":0}],"cloud_distinguisher":{}}""",
        "$.account_name", "$.email_distribution_list", "$.cloud_distinguisher.name", "$.cloud_distinguisher.display_name", "$.cloud_distinguisher.description", "$.is_migration",
        "$.administrators[0].email", "$.administrators[0].dod_id", "$.administrators[0].needs_reset")]
    public async Task Write_is_400_with_every_violation_when_the_body_is_wrong(string path, string body, params string[] violations)
    {
        await using var csp = await MockCspFixture.StartAsync();
        using var answer = await csp.PostAsync(path, body);
        await ShouldNameAsync(answer, violations);
        csp.Server.Counters("csp").ShouldBe(new(2, 1, 0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Write_is_400_when_the_body_is_too_large()
    {
        await using var csp = await MockCspFixture.StartAsync();
        using var answer = await csp.PostAsync("portfolios", $$"""{"name":"{{new string('a', 256 << 10)}}","task_orders":[]}""");
        await ShouldNameAsync(answer, "$");
    }

    [Fact]
    public async Task Environment_is_400_when_no_clin_has_its_classification()
    {
        await using var csp = await MockCspFixture.StartAsync();
        var id = await CreatedAsync(csp.PostAsync("portfolios", Bodies.Portfolio));
        using var answer = await csp.PostAsync($"portfolios/{id}/environments", Bodies.Environment.Replace("\"SECRET\"", "\"TOP_SECRET\""));
        await ShouldNameAsync(answer, "$.classification_level");
    }

    [Theory]
    [InlineData("false", "2026-06-16T12:00:00Z", HttpStatusCode.OK)]
    [InlineData("true", "2026-06-16T12:00:00Z", HttpStatusCode.BadRequest)]
    [InlineData("false", "tomorrow", HttpStatusCode.BadRequest)]
    public async Task Environment_deadline_is_checked_when_it_is_sent(string migration, string deadline, HttpStatusCode expected)
    {
        await using var csp = await MockCspFixture.StartAsync();
        using var answer = await csp.PostAsync(Environments, Bodies.Environment.Replace("{\"name\":\"E\"", $"{{\"is_migration\":{migration},\"name\":\"E\""), ("X-Provision-Deadline", deadline));
        answer.StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("portfolios/none")]
    [InlineData($"{Environments}/none")]
    [InlineData($"portfolios/none/environments/{DemoPortfolio.EnvironmentId}")]
    [InlineData("provisioning/none/status")]
    public async Task Read_is_404_when_the_id_or_its_parent_is_unknown(string path)
    {
        await using var csp = await MockCspFixture.StartAsync();
        using var answer = await csp.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("SUCCESS", HttpStatusCode.OK)]
    [InlineData("FAILURE", HttpStatusCode.NotFound)]
    public async Task Environment_exists_once_its_job_succeeded_when_the_csp_is_asynchronous(string final, HttpStatusCode afterwards)
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Async = new() { Polls = 2, FinalStatus = final } }, options => options with { NewId = () => "1" });
        using var accepted = await csp.PostAsync(Environments, Bodies.Environment);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await GetStatusCodeAsync(csp, $"{Environments}/env-1")).ShouldBe(HttpStatusCode.NotFound);
        List<string?> seen = [];
        for (var i = 0; i < 4; i++)
        {
            using var poll = await csp.GetAsync(accepted.Headers.Location!.ToString());
            seen.Add((await MockCspFixture.ReadAsync(poll)).GetProperty("status").GetString());
        }

        seen.ShouldBe(["IN_PROGRESS", "IN_PROGRESS", final, final]);
        (await GetStatusCodeAsync(csp, $"{Environments}/env-1")).ShouldBe(afterwards);
        csp.Server.Counters("csp").Environments.ShouldBe(final == "SUCCESS" ? 1 : 0);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Resource_is_created_once_when_the_csp_honours_idempotency_keys(bool honours, int created)
    {
        await using var csp = await MockCspFixture.StartAsync(new() { HonoursIdempotencyKey = honours });
        var first = await CreatedAsync(csp.PostAsync("portfolios", Bodies.Portfolio, ("Idempotency-Key", "k")));
        var second = await CreatedAsync(csp.PostAsync("portfolios", Bodies.Portfolio, ("Idempotency-Key", "k")));
        (first == second).ShouldBe(honours);
        csp.Server.Counters("csp").Portfolios.ShouldBe(created);
    }

    private static async Task<string> CreatedAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await MockCspFixture.ReadAsync(answer)).GetProperty("id").GetString()!;
    }

    private static async Task<HttpStatusCode> GetStatusCodeAsync(MockCspFixture csp, string path)
    {
        using var answer = await csp.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task ShouldNameAsync(HttpResponseMessage answer, params string[] violations)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await MockCspFixture.ReadAsync(answer);
        problem.GetProperty("violations").EnumerateArray().Select(violation => violation.GetProperty("path").GetString()).ShouldBe(violations, ignoreOrder: true);
    }
}
