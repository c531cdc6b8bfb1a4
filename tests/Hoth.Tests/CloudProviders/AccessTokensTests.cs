using System.Text;
using Hoth.CloudProviders;
using Hoth.Ports;

namespace Hoth.Tests.CloudProviders;

/// <summary>Through the client: what counts is which token a CSP gets and how often the token endpoint is asked.</summary>
public sealed class AccessTokensTests : IAsyncLifetime
{
    private CspFixture _fixture = null!;

    private ScriptedCsp Server => _fixture.Server;

    public async Task InitializeAsync() => _fixture = await CspFixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Token_is_asked_for_as_rfc_6749_says()
    {
        _fixture.Secrets.Answer = _ => """{"clientId":"id:1 ä","clientSecret":"p%w+","note":"x"}""";

        (await _fixture.GetAsync()).ShouldBeAnswered(200);

        var request = Server.TokenRequests.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Header("Content-Type").ShouldBe("application/x-www-form-urlencoded");
        request.Body.ShouldBe("grant_type=client_credentials&scope=atat%2Fread-cost+b");
        Encoding.UTF8.GetString(Convert.FromBase64String(request.Header("Authorization")!["Basic ".Length..])).ShouldBe("id%3A1+%C3%A4:p%25w%2B");
    }

    [Fact]
    public async Task Token_is_asked_for_once_when_50_calls_need_it()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        Server.TokenAnswer = async c =>
        {
            asked.TrySetResult();
            await answer.Task;
            await ScriptedCsp.JsonAsync(c, 200, Server.NextToken(3600));
        };

        var calls = Enumerable.Range(0, 50).Select(_ => _fixture.GetAsync()).ToArray();
        await asked.Task;
        answer.SetResult();

        (await Task.WhenAll(calls)).ShouldAllBe(o => o is CspOutcome.Answered);
        Server.TokenRequests.Count.ShouldBe(1);
        _fixture.Secrets.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Other_callers_get_their_token_when_one_gives_up()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        Server.TokenAnswer = async c =>
        {
            asked.TrySetResult();
            await answer.Task;
            await ScriptedCsp.JsonAsync(c, 200, Server.NextToken(3600));
        };
        using var caller = new CancellationTokenSource();
        var givesUp = _fixture.GetAsync(caller.Token);
        var waits = _fixture.GetAsync();
        await asked.Task;

        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => givesUp);
        answer.SetResult();

        (await waits).ShouldBeAnswered(200);
        Server.TokenRequests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(3600, 3539, 1)]
    [InlineData(3600, 3540, 2)]
    [InlineData(61, 0, 1)]
    [InlineData(61, 1, 2)]
    [InlineData(60, 0, 2)]
    [InlineData(0, 0, 2)]
    public async Task Token_is_kept_until_60_seconds_before_it_expires(int expiresIn, int secondsLater, int requests)
    {
        Server.TokenAnswer = c => ScriptedCsp.JsonAsync(c, 200, Server.NextToken(expiresIn));

        await _fixture.GetAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(secondsLater));
        await _fixture.GetAsync();

        Server.TokenRequests.Count.ShouldBe(requests);
        Server.Requests.Last().Header("Authorization").ShouldBe($"Bearer token-{requests}");
    }

    [Theory]
    [InlineData(299, 1)]
    [InlineData(300, 2)]
    public async Task Credentials_are_kept_for_five_minutes(int secondsLater, int fetched)
    {
        Server.TokenAnswer = c => ScriptedCsp.JsonAsync(c, 200, Server.NextToken(0));

        await _fixture.GetAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(secondsLater));
        await _fixture.GetAsync();

        _fixture.Secrets.Asked.ShouldBe(fetched);
    }

    [Fact]
    public async Task Call_is_made_again_with_a_new_token_when_the_csp_rejects_the_old_one()
    {
        Server.Answer = c => ScriptedCsp.JsonAsync(c, c.Request.Headers.Authorization == "Bearer token-1" ? 401 : 200, "{}");

        (await _fixture.GetAsync()).ShouldBeAnswered(200);

        Server.Requests.Select(r => r.Header("Authorization")).ShouldBe(["Bearer token-1", "Bearer token-2"]);
        _fixture.Secrets.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task Unauthorized_is_the_answer_when_the_csp_rejects_the_new_token_too()
    {
        Server.Answer = c => ScriptedCsp.JsonAsync(c, 401, "{}");

        (await _fixture.GetAsync()).ShouldBeAnswered(401);

        Server.Requests.Count.ShouldBe(2);
        Server.TokenRequests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Token_is_renewed_once_when_50_calls_are_rejected()
    {
        _fixture.Csp = _fixture.Csp with { Limits = new CspLimits(50, TimeSpan.FromSeconds(20)) };
        var all = new TaskCompletionSource();
        var rejected = 0;
        Server.Answer = async c =>
        {
            var isOld = c.Request.Headers.Authorization == "Bearer token-1";
            if (isOld && Interlocked.Increment(ref rejected) == 50) all.SetResult();
            if (isOld) await all.Task;
            await ScriptedCsp.JsonAsync(c, isOld ? 401 : 200, "{}");
        };

        (await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _fixture.GetAsync()))).ShouldAllBe(o => o.Code == 200);

        Server.TokenRequests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(401, "{}")]
    [InlineData(400, """{"error":"invalid_client"}""")]
    public async Task Secret_is_fetched_again_when_the_endpoint_refuses_it(int status, string body)
    {
        var rotated = false;
        _fixture.Secrets.Answer = asked => $$"""{"clientId":"id","clientSecret":"{{asked}}"}""";
        Server.TokenAnswer = c =>
        {
            rotated = c.Request.Headers.Authorization.ToString().EndsWith(Convert.ToBase64String("id:2"u8), StringComparison.Ordinal);
            return ScriptedCsp.JsonAsync(c, rotated ? 200 : status, rotated ? Server.NextToken(3600) : body);
        };

        (await _fixture.GetAsync()).ShouldBeAnswered(200);

        Server.TokenRequests.Count.ShouldBe(2);
        _fixture.Secrets.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task Failure_is_final_when_the_endpoint_refuses_the_fresh_secret_too()
    {
        Server.TokenAnswer = c => ScriptedCsp.JsonAsync(c, 401, """{"error":"invalid_client","error_description":"pw"}""");

        var failure = (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.TokenUnavailable);

        failure.ShouldBe(new CspFailure(CspFailureKind.TokenUnavailable, "The token endpoint refused: 401 invalid_client.", IsTransient: false, SurelyNotProcessed: true));
        Server.TokenRequests.Count.ShouldBe(2);
        _fixture.Secrets.Asked.ShouldBe(2);
        Server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"clientId":"id"}""")]
    [InlineData("""{"clientId":"id","clientSecret":""}""")]
    public async Task Csp_is_misconfigured_when_its_secret_is_missing_or_unusable(string? secret)
    {
        _fixture.Secrets.Answer = _ => secret;

        var outcome = await _fixture.GetAsync();

        var failure = outcome.ShouldBeFailed(CspFailureKind.Misconfigured);
        failure.IsTransient.ShouldBeFalse();
        failure.SurelyNotProcessed.ShouldBeTrue();
        failure.Detail.ShouldContain("secret-a");
        outcome.Code.ShouldBe(500);
        Server.TokenRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Failure_is_transient_when_the_secret_store_is_unavailable()
    {
        _fixture.Secrets.Answer = asked => asked == 1 ? throw new PortUnavailableException("secret store", new IOException("x")) : """{"clientId":"id","clientSecret":"pw"}""";

        (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.TokenUnavailable).IsTransient.ShouldBeTrue();
        (await _fixture.GetAsync()).ShouldBeAnswered(200);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(429, true)]
    [InlineData(408, true)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    public async Task Failure_is_typed_when_the_endpoint_answers_with_an_error(int status, bool isTransient)
    {
        Server.TokenAnswer = c => ScriptedCsp.TextAsync(c, status, "text/html", "<html>");

        var failure = (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.TokenUnavailable);

        failure.IsTransient.ShouldBe(isTransient);
        failure.SurelyNotProcessed.ShouldBeTrue();
        Server.TokenRequests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("text/html", """{"access_token":"t","token_type":"Bearer"}""")]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", """{"access_token":"t"}""")]
    [InlineData("application/json", """{"access_token":"","token_type":"Bearer"}""")]
    [InlineData("application/json", """{"access_token":"a b","token_type":"Bearer"}""")]
    [InlineData("application/json", """{"access_token":"a\r\nX-Injected: 1","token_type":"Bearer"}""")]
    [InlineData("application/json", """{"access_token":"t","token_type":"mac"}""")]
    [InlineData("application/json", """{"access_token":"t","token_type":"Bearer","expires_in":-1}""")]
    [InlineData("application/json", """{"access_token":"t","token_type":"Bearer","expires_in":"soon"}""")]
    [InlineData("application/json", """{"access_token":"t","token_type":"Bearer","access_token":"u"}""")]
    public async Task Failure_is_final_when_the_answer_is_no_token(string contentType, string body)
    {
        Server.TokenAnswer = c => ScriptedCsp.TextAsync(c, 200, contentType, body);

        (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.TokenUnavailable).IsTransient.ShouldBeFalse();
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Failure_is_final_when_the_answer_is_over_64_kib()
    {
        Server.TokenAnswer = c => ScriptedCsp.JsonAsync(c, 200, $$"""{"access_token":"t","token_type":"Bearer","x":"{{new string('x', 64 * 1024)}}"}""");

        (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.TokenUnavailable).IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"access_token":"t","token_type":"bearer","expires_in":"3600"}""", 3539)]
    [InlineData("""{"access_token":"t","token_type":"BEARER","scope":"x"}""", 239)]
    public async Task Token_is_accepted_when_the_answer_is_a_little_unusual(string body, int keptForSeconds)
    {
        Server.TokenAnswer = c => ScriptedCsp.JsonAsync(c, 200, body);

        (await _fixture.GetAsync()).ShouldBeAnswered(200);
        _fixture.Time.Advance(TimeSpan.FromSeconds(keptForSeconds));
        (await _fixture.GetAsync()).ShouldBeAnswered(200);
        Server.TokenRequests.Count.ShouldBe(1);
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        (await _fixture.GetAsync()).ShouldBeAnswered(200);

        Server.TokenRequests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Failure_is_transient_when_the_endpoint_does_not_answer_in_time()
    {
        var asked = new TaskCompletionSource();
        Server.TokenAnswer = async c =>
        {
            asked.TrySetResult();
            var gone = new TaskCompletionSource();
            await using var registration = c.RequestAborted.Register(() => gone.TrySetResult());
            await gone.Task;
        };
        var call = _fixture.GetAsync();
        await asked.Task;

        _fixture.Time.Advance(_fixture.Csp.Limits.Timeout);
        var outcome = await call;

        // Whether the token's own limit or the call's is noticed first is the same to the caller.
        outcome.ShouldBeOfType<CspOutcome.Failed>().Failure.Kind.ShouldBeOneOf(CspFailureKind.TokenUnavailable, CspFailureKind.Timeout);
        outcome.IsTransient.ShouldBeTrue();
        outcome.SurelyNotProcessed.ShouldBeTrue();
        Server.Requests.ShouldBeEmpty();
    }
}
