using System.Net;
using System.Text.Json;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Tests.MockCsp;

public sealed class BehaviourTests
{
    private const string Costs = "portfolios/p/costs?start_date=2026-01&end_date=2026-02";

    [Fact]
    public async Task Fault_happens_as_often_as_scripted_when_several_jobs_meet_it()
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Faults = [Fault.Answer(503, times: 2)] });
        foreach (var expected in new[] { 503, 503, 200, 200 })
        {
            foreach (var job in new[] { "a", "b" })
            {
                using var answer = await csp.SendAsync(HttpMethod.Get, Costs, null, ("Idempotency-Key", job));
                ((int)answer.StatusCode).ShouldBe(expected);
            }
        }
    }

    [Fact]
    public async Task Poll_faults_count_by_path_when_every_poll_has_another_key()
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Async = new(), Faults = [new() { Status = 404, Times = 1, Operations = ["getProvisioningStatus"] }] });
        using var accepted = await csp.PostAsync($"portfolios/{DemoPortfolio.Id}/environments", Bodies.Environment);
        foreach (var (key, expected) in new[] { ("1", HttpStatusCode.NotFound), ("2", HttpStatusCode.OK) })
        {
            using var poll = await csp.SendAsync(HttpMethod.Get, accepted.Headers.Location!.ToString(), null, ("Idempotency-Key", key));
            poll.StatusCode.ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("date+30", "Mon, 15 Jun 2026 12:00:30 GMT")]
    [InlineData("soon", "soon")]
    public async Task Retry_after_is_sent_as_scripted_when_throttled(string script, string expected)
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Faults = [Fault.Throttled(script)] });
        using var answer = await csp.GetAsync(Costs);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.NonValidated["Retry-After"].ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData(FaultKind.TextBody, "All is well.")]
    [InlineData(FaultKind.ArrayBody, "[]")]
    [InlineData(FaultKind.EmptyBody, "")]
    public async Task Body_is_as_scripted_when_it_is_spoilt(FaultKind kind, string expected)
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Faults = [new() { Kind = kind }] });
        using var answer = await csp.GetAsync(Costs);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task Body_is_no_json_when_it_is_malformed()
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Faults = [new() { Kind = FaultKind.MalformedJson }] });
        using var answer = await csp.GetAsync(Costs);
        await Should.ThrowAsync<JsonException>(() => MockCspFixture.ReadAsync(answer));
    }

    [Fact]
    public async Task Body_has_its_size_and_is_json_when_it_is_huge()
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Faults = [new() { Kind = FaultKind.HugeBody, Bytes = 200_001 }] });
        using var answer = await csp.GetAsync(Costs);
        var body = await answer.Content.ReadAsByteArrayAsync();
        body.Length.ShouldBe(200_001);
        using var document = JsonDocument.Parse(body);
    }

    [Fact]
    public async Task Answer_is_whole_in_the_end_when_it_dribbles()
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Faults = [new() { Kind = FaultKind.SlowBody, Duration = TimeSpan.FromMilliseconds(40) }] });
        using var answer = await csp.GetAsync(Costs);
        var body = await answer.Content.ReadAsStringAsync();
        body.ShouldStartWith(new string(' ', 20) + "{\"task_orders\"");
    }

    [Fact]
    public async Task Connection_breaks_when_reset_and_the_effect_stays_when_it_was_processed()
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Faults = [new() { Kind = FaultKind.Reset, AfterProcessing = true }] });
        await Should.ThrowAsync<HttpRequestException>(() => csp.PostAsync("portfolios", Bodies.Portfolio));
        csp.Server.Counters("csp").Portfolios.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Server_stops_when_a_request_hangs()
    {
        var csp = await MockCspFixture.StartAsync(new() { Faults = [new() { Kind = FaultKind.Hang }] });
        var hanging = csp.GetAsync(Costs);
        while (csp.Server.Requests("csp").Count < 2)
        {
            await Task.Yield();
        }

        await csp.Server.DisposeAsync();
        await Should.ThrowAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task Redirect_names_another_origin_when_scripted()
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Faults = [Fault.RedirectTo("http://elsewhere.invalid/x")] });
        using var answer = await csp.GetAsync(Costs);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location.ShouldBe(new("http://elsewhere.invalid/x"));
    }

    [Theory]
    [InlineData(LocationTemplate.None, null)]
    [InlineData(LocationTemplate.Relative, "/csp/provisioning/job-1/status")]
    [InlineData(LocationTemplate.WithUserInfo, "http://user:secret@127.0.0.1:PORT/csp/provisioning/job-1/status")]
    [InlineData(LocationTemplate.OtherPort, "http://127.0.0.1:1/csp/provisioning/job-1/status")]
    [InlineData(LocationTemplate.ProtocolRelative, "//elsewhere.invalid/csp/provisioning/job-1/status")]
    [InlineData(LocationTemplate.FileUrl, "file:///etc/hostname")]
    public async Task Location_is_as_scripted_when_accepted(string template, string? expected)
    {
        await using var csp = await MockCspFixture.StartAsync(new() { Async = new() { Location = template } }, options => options with { NewId = () => "1" });
        using var accepted = await csp.PostAsync($"portfolios/{DemoPortfolio.Id}/environments", Bodies.Environment);
        var location = accepted.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : null;
        location.ShouldBe(expected?.Replace("PORT", $"{csp.Server.BaseAddress.Port}"));
    }

    [Fact]
    public async Task Request_is_recorded_without_secrets_when_it_arrives()
    {
        await using var csp = await MockCspFixture.StartAsync();
        using var answer = await csp.PostAsync("portfolios?x=%2F", Bodies.Portfolio, ("Idempotency-Key", "k"));
        var requests = csp.Server.Requests("csp");
        requests[0].Operation.ShouldBe("issueToken");
        requests[0].Body.ShouldBeEmpty();
        requests[1].Path.ShouldBe("/csp/portfolios?x=%2F");
        requests[1].IdempotencyKey.ShouldBe("k");
        requests[1].HasAuthorization.ShouldBeTrue();
        requests[1].Headers.Keys.ShouldNotContain("Authorization");
        requests[1].Body.ShouldBe(Bodies.Portfolio);
        requests[1].ReceivedAt.ShouldBe(csp.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Recording_keeps_the_newest_when_there_are_too_many()
    {
        await using var csp = await MockCspFixture.StartAsync(with: options => options with { MaxRecordedRequests = 2 });
        foreach (var id in new[] { "a", "b", "c" })
        {
            using var answer = await csp.GetAsync($"portfolios/{id}");
        }

        csp.Server.Requests("csp").Select(request => request.Path).ShouldBe(["/csp/portfolios/b", "/csp/portfolios/c"]);
    }

    [Fact]
    public async Task Start_names_every_violation_when_a_script_is_wrong()
    {
        MockCspOptions options = new() { Csps = new Dictionary<string, CspBehaviour> { ["_x"] = new() { Latency = -TimeSpan.FromSeconds(1), Faults = [new() { Status = 99, Operations = ["nothing"] }] } } };
        var error = await Should.ThrowAsync<ArgumentException>(() => MockCspServer.StartAsync(options, TimeProvider.System));
        new[] { "_x:", "_x.latency", "_x.faults[0].status", "_x.faults[0].operations" }.ShouldAllBe(part => error.Message.Contains(part));
    }
}
