using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Tests.MockCsp;

/// <summary>A server with one CSP called csp, a client for it, and a clock that stands at noon on 2026-06-15.</summary>
internal sealed class MockCspFixture : IAsyncDisposable
{
    private const string Name = "csp";
    private readonly HttpClient client;

    private MockCspFixture(MockCspServer server, ManualClock clock)
    {
        (Server, Clock) = (server, clock);
        client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new($"{server.AddressOf(Name)}/") };
    }

    public MockCspServer Server { get; }

    public ManualClock Clock { get; }

    public static async Task<MockCspFixture> StartAsync(CspBehaviour? behaviour = null, Func<MockCspOptions, MockCspOptions>? with = null)
    {
        ManualClock clock = new();
        MockCspOptions options = new() { Csps = new Dictionary<string, CspBehaviour> { [Name] = behaviour ?? new() } };
        MockCspFixture fixture = new(await MockCspServer.StartAsync(with?.Invoke(options) ?? options, clock), clock);
        await fixture.AuthorizeAsync();
        return fixture;
    }

    public async Task AuthorizeAsync(string scope = "")
    {
        using var answer = await RequestTokenAsync(scope);
        answer.EnsureSuccessStatusCode();
        var grant = await answer.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new("Bearer", grant.GetProperty("access_token").GetString());
    }

    public void Authorize(AuthenticationHeaderValue? value) => client.DefaultRequestHeaders.Authorization = value;

    public async Task<HttpResponseMessage> RequestTokenAsync(string scope = "", string secret = "mock-secret", string grantType = "client_credentials")
    {
        using FormUrlEncodedContent form = new([new("grant_type", grantType), new("client_id", "hoth"), new("client_secret", secret), new("scope", scope)]);
        return await client.PostAsync("oauth2/token", form);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(path);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json, headers);

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>A clock that moves when told to; its timers are the system's.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}
