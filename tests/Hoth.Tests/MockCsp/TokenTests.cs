using System.Net;
using System.Net.Http.Headers;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Tests.MockCsp;

public sealed class TokenTests
{
    private const string Costs = "portfolios/p/costs?start_date=2026-01&end_date=2026-02";

    [Theory]
    [InlineData("wrong", "client_credentials", "", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("mock-secret", "password", "", HttpStatusCode.BadRequest, "unsupported_grant_type")]
    [InlineData("mock-secret", "client_credentials", "atat/everything", HttpStatusCode.BadRequest, "invalid_scope")]
    public async Task Token_is_refused_when_the_request_is_wrong(string secret, string grantType, string scope, HttpStatusCode status, string error)
    {
        await using var csp = await MockCspFixture.StartAsync();
        using var answer = await csp.RequestTokenAsync(scope, secret, grantType);
        answer.StatusCode.ShouldBe(status);
        (await MockCspFixture.ReadAsync(answer)).GetProperty("error").GetString().ShouldBe(error);
    }

    [Fact]
    public async Task Call_is_401_when_the_token_is_missing_unknown_expired_or_revoked()
    {
        await using var csp = await MockCspFixture.StartAsync(new() { TokenLifetime = TimeSpan.FromSeconds(60) });
        csp.Clock.Advance(TimeSpan.FromSeconds(59));
        (await StatusAsync(csp)).ShouldBe(HttpStatusCode.OK);
        csp.Clock.Advance(TimeSpan.FromSeconds(1));
        (await StatusAsync(csp)).ShouldBe(HttpStatusCode.Unauthorized);
        await csp.AuthorizeAsync();
        (await StatusAsync(csp)).ShouldBe(HttpStatusCode.OK);
        csp.Server.RevokeTokens("csp");
        (await StatusAsync(csp)).ShouldBe(HttpStatusCode.Unauthorized);
        csp.Authorize(null);
        (await StatusAsync(csp)).ShouldBe(HttpStatusCode.Unauthorized);
        csp.Authorize(new("Bearer", "unknown"));
        using var answer = await csp.GetAsync(Costs);
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
    }

    [Fact]
    public async Task Call_is_403_when_the_scope_is_missing()
    {
        await using var csp = await MockCspFixture.StartAsync(new CspBehaviour { Scopes = ["atat/read-portfolio"] });
        (await StatusAsync(csp)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Token_is_issued_when_the_client_uses_basic_authorization()
    {
        await using var csp = await MockCspFixture.StartAsync();
        csp.Authorize(new AuthenticationHeaderValue("Basic", Convert.ToBase64String("hoth:mock-secret"u8)));
        using var answer = await csp.RequestTokenAsync(secret: "ignored");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> StatusAsync(MockCspFixture csp)
    {
        using var answer = await csp.GetAsync(Costs);
        return answer.StatusCode;
    }
}
