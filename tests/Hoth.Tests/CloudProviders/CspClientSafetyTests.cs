using Hoth.CloudProviders;

namespace Hoth.Tests.CloudProviders;

/// <summary>A token or body never goes to an origin other than the configured one.</summary>
public sealed class CspClientSafetyTests : IAsyncLifetime
{
    private CspFixture _fixture = null!;
    private ScriptedCsp _elsewhere = null!;

    public async Task InitializeAsync()
    {
        _fixture = await CspFixture.StartAsync();
        _elsewhere = await ScriptedCsp.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _elsewhere.DisposeAsync();
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(304)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_malformed_and_never_followed(int status)
    {
        _fixture.Server.Answer = c =>
        {
            c.Response.StatusCode = status;
            c.Response.Headers.Location = new Uri(_elsewhere.Uri, "x").AbsoluteUri;
            return Task.CompletedTask;
        };

        (await _fixture.TryAsync(HttpMethod.Post, "{}")).ShouldBeFailed(CspFailureKind.Malformed);

        _fixture.Server.Requests.Count.ShouldBe(1);
        _elsewhere.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Redirect_of_the_token_endpoint_is_never_followed()
    {
        _fixture.Server.TokenAnswer = c =>
        {
            c.Response.StatusCode = 307;
            c.Response.Headers.Location = _elsewhere.TokenUri.AbsoluteUri;
            return Task.CompletedTask;
        };

        (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.TokenUnavailable).IsTransient.ShouldBeFalse();

        _elsewhere.TokenRequests.ShouldBeEmpty();
        _fixture.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_target_is_elsewhere()
    {
        var outside = new Uri(_fixture.Server.Uri, "/other");
        foreach (var target in new[] { new Uri(_elsewhere.Uri, "x"), outside })
        {
            var failure = (await _fixture.Client.TryAsync(_fixture.Csp, new CspRequest(HttpMethod.Get, target, "i"), TimeSpan.FromSeconds(5), default)).ShouldBeFailed(CspFailureKind.Malformed);

            failure.SurelyNotProcessed.ShouldBeTrue();
            failure.IsTransient.ShouldBeFalse();
        }

        _elsewhere.Requests.ShouldBeEmpty();
        _fixture.Server.Requests.ShouldBeEmpty();
        _fixture.Server.TokenRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Failure_details_show_neither_token_nor_answer()
    {
        _fixture.Server.Answer = c => ScriptedCsp.TextAsync(c, 200, "text/plain", "top secret text");

        var failure = (await _fixture.GetAsync()).ShouldBeFailed(CspFailureKind.Malformed);

        failure.Detail.ShouldNotContain("secret");
        failure.Detail.ShouldNotContain("token-1");
        failure.Detail.ShouldNotContain(_fixture.Server.Uri.Authority);
    }
}
