using Hoth.CloudProviders;

namespace Hoth.Tests.CloudProviders;

public sealed class CspClientTests : IAsyncLifetime
{
    private CspFixture _fixture = null!;

    private ScriptedCsp Server => _fixture.Server;

    public async Task InitializeAsync() => _fixture = await CspFixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Portfolio_costs_are_asked_for_as_specified()
    {
        Server.Answer = c => ScriptedCsp.JsonAsync(c, 200, """{"task_orders":[{"task_order_id":"1"}]}""");

        var outcome = await _fixture.Client.GetCostsByPortfolioAsync(_fixture.Csp, "a/b c%2e", CspFixture.Months, new CspCall("instance-1", TimeSpan.FromSeconds(50)), default);

        outcome.ShouldBeAnswered(200).BodyJson.ShouldBe("""{"taskOrders":[{"taskOrderId":"1"}]}""");
        var request = Server.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("GET");
        request.Target.ShouldBe("/atat/portfolios/a%2Fb%20c%252e/costs?start_date=2026-01&end_date=2026-03");
        request.Header("X-Atat-Api-Version").ShouldBe("1.3.2");
        request.Header("Idempotency-Key").ShouldBe("instance-1");
        request.Header("Accept").ShouldBe("application/json");
        request.Header("Authorization").ShouldBe("Bearer token-1");
        request.Header("traceparent").ShouldBeNull();
    }

    [Fact]
    public async Task Clin_costs_are_asked_for_as_specified()
    {
        var outcome = await _fixture.Client.GetCostsByClinAsync(_fixture.Csp, "p", "t#1", "0001", CspFixture.Months, new CspCall("i", TimeSpan.FromSeconds(50)), default);

        outcome.ShouldBeAnswered(200);
        Server.Requests.ShouldHaveSingleItem().Target.ShouldBe("/atat/portfolios/p/task-orders/t%231/clins/0001/costs?start_date=2026-01&end_date=2026-03");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Call_is_refused_when_an_id_is_no_path_segment(string id)
    {
        await Should.ThrowAsync<ArgumentException>(() => _fixture.Client.GetCostsByPortfolioAsync(_fixture.Csp, id, CspFixture.Months, new CspCall("i", TimeSpan.FromSeconds(50)), default));
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Body_is_sent_in_snake_case_with_its_deadline()
    {
        var request = new CspRequest(HttpMethod.Post, CspPath.Below(_fixture.Csp, "portfolios/p/environments"), "i")
        {
            BodyJson = """{"accountName":"x","isMigration":false}""",
            ProvisionDeadline = new DateTimeOffset(2026, 3, 1, 14, 0, 0, TimeSpan.FromHours(2)),
        };

        (await _fixture.Client.SendAsync(_fixture.Csp, request, TimeSpan.FromSeconds(50), default)).ShouldBeAnswered(200);

        var sent = Server.Requests.ShouldHaveSingleItem();
        sent.Body.ShouldBe("""{"account_name":"x","is_migration":false}""");
        sent.Header("Content-Type").ShouldBe("application/json");
        sent.Header("X-Provision-Deadline").ShouldBe("2026-03-01T12:00:00Z");
    }

    [Theory]
    [InlineData(200, false, false)]
    [InlineData(201, false, false)]
    [InlineData(202, false, false)]
    [InlineData(400, false, false)]
    [InlineData(401, false, false)]
    [InlineData(403, false, false)]
    [InlineData(404, false, false)]
    [InlineData(405, false, false)]
    [InlineData(408, true, false)]
    [InlineData(409, false, false)]
    [InlineData(418, false, false)]
    [InlineData(422, false, false)]
    [InlineData(429, true, true)]
    [InlineData(500, true, false)]
    [InlineData(502, true, false)]
    [InlineData(503, true, true)]
    [InlineData(504, true, false)]
    public async Task Status_is_an_answer_with_its_meaning(int status, bool isTransient, bool surelyNotProcessed)
    {
        Server.Answer = c => ScriptedCsp.JsonAsync(c, status, """{"a_b":[]}""");

        var outcome = await _fixture.GetAsync();

        outcome.ShouldBeAnswered(status).BodyJson.ShouldBe("""{"aB":[]}""");
        outcome.IsTransient.ShouldBe(isTransient);
        outcome.SurelyNotProcessed.ShouldBe(surelyNotProcessed);
        outcome.Code.ShouldBe(status);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(500)]
    public async Task Body_is_null_when_the_answer_has_none(int status)
    {
        Server.Answer = c => ScriptedCsp.TextAsync(c, status, null, "");

        (await _fixture.GetAsync()).ShouldBeAnswered(status).BodyJson.ShouldBeNull();
    }

    [Fact]
    public async Task Retry_after_and_location_are_handed_over()
    {
        Server.Answer = c =>
        {
            c.Response.Headers.RetryAfter = "30";
            c.Response.Headers.Location = "//evil.example.com/x";
            return ScriptedCsp.JsonAsync(c, 202, "{}");
        };

        var answer = (await _fixture.GetAsync()).ShouldBeAnswered(202);

        answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        answer.Location.ShouldBe("//evil.example.com/x");
    }

    [Fact]
    public async Task Headers_are_ignored_when_they_are_ambiguous()
    {
        Server.Answer = c =>
        {
            c.Response.Headers.RetryAfter = new(["30", "40"]);
            c.Response.Headers.Location = new(["/atat/a", "/atat/b"]);
            return ScriptedCsp.JsonAsync(c, 202, "{}");
        };

        var answer = (await _fixture.GetAsync()).ShouldBeAnswered(202);

        answer.RetryAfter.ShouldBeNull();
        answer.Location.ShouldBeNull();
    }

    [Theory]
    [InlineData("text/html", "{}")]
    [InlineData(null, "{}")]
    [InlineData("application/json; charset=iso-8859-1", "{}")]
    [InlineData("application/jsonp", "{}")]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "{\"a\":1,\"a\":2}")]
    [InlineData("application/json", "{} {}")]
    [InlineData("application/json", "<html></html>")]
    public async Task Success_is_malformed_when_its_body_is_no_strict_json(string? contentType, string body)
    {
        Server.Answer = c => ScriptedCsp.TextAsync(c, 200, contentType, body);

        var failure = (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.Malformed);

        failure.IsTransient.ShouldBeFalse();
        failure.SurelyNotProcessed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("application/problem+json; charset=\"UTF-8\"", "{\"a_b\":1}", "{\"aB\":1}")]
    [InlineData("text/html", "<h1>no\r\n\"way\"</h1>", "\"\\u003Ch1\\u003Eno\\u0022way\\u0022\\u003C/h1\\u003E\"")]
    [InlineData("application/json", "{\"broken\":", "\"{\\u0022broken\\u0022:\"")]
    [InlineData("text/plain", "\u0001\u0002", null)]
    public async Task Error_body_is_json_or_becomes_a_json_string(string contentType, string body, string? expected)
    {
        Server.Answer = c => ScriptedCsp.TextAsync(c, 502, contentType, body);

        (await _fixture.GetAsync()).ShouldBeAnswered(502).BodyJson.ShouldBe(expected);
    }

    [Fact]
    public async Task Error_text_is_cut_when_it_is_long()
    {
        Server.Answer = c => ScriptedCsp.TextAsync(c, 500, "text/plain", new string('x', 2_000_000));

        (await _fixture.GetAsync()).ShouldBeAnswered(500).BodyJson.ShouldBe($"\"{new string('x', 1000)}\"");
    }

    [Fact]
    public async Task Cookie_is_not_kept()
    {
        Server.Answer = c =>
        {
            c.Response.Headers.SetCookie = "session=1";
            return ScriptedCsp.JsonAsync(c, 200, "{}");
        };

        await _fixture.GetAsync();
        await _fixture.GetAsync();

        Server.Requests.Count.ShouldBe(2);
        Server.Requests.ShouldAllBe(r => r.Header("Cookie") == null);
    }
}
