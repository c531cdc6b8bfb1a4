using System.Collections.Concurrent;
using System.Text;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.Json;
using Hoth.Ports;

namespace Hoth.HttpJobs.Http;

/// <summary>A header that proves who asks. No record: it must not show up in logs.</summary>
internal sealed class CredentialHeader(string name, string value, AccessToken? token)
{
    public string Name { get; } = name;

    public string Value { get; } = value;

    public AccessToken? Token { get; } = token;
}

/// <summary>Credentials of requests, from secrets. Cached for 5 minutes; one that a server rejected is fetched afresh.</summary>
internal sealed class HttpJobCredentials(ISecrets secrets, CspTransport transport, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TokenTimeout = TimeSpan.FromSeconds(30);
    private readonly AccessTokens _tokens = new(secrets, transport, time);
    private readonly ConcurrentDictionary<(AuthenticationKind, string, string?), (CredentialHeader Header, DateTimeOffset Until)> _cache = new();

    /// <summary>The header, or why there is none; exactly one is set.</summary>
    /// <param name="authentication">Not none.</param>
    /// <param name="rejected">A header that the server answered with 401; null: none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(CredentialHeader? Header, CspFailure? Failure)> FindAsync(Authentication authentication, CredentialHeader? rejected, CancellationToken cancellationToken)
    {
        if (authentication.TokenEndpoint is { } endpoint)
        {
            // A token endpoint of a definition is asked like that of a CSP: same cache, same single refresh.
            var name = $"{authentication.Secret} {endpoint} {string.Join(' ', authentication.Scopes)}";
            var settings = new CspSettings(name, endpoint, new CspTokenSettings(endpoint, authentication.Scopes), authentication.Secret, new CspCosts(CspCostMode.Sync), new CspLimits(1, TokenTimeout), HonoursIdempotencyKey: false);
            var (token, failure) = await _tokens.GetAsync(settings, rejected?.Token, cancellationToken);
            return (token is null ? null : new CredentialHeader("Authorization", token.Header.ToString(), token), failure);
        }

        var now = time.GetUtcNow();
        var key = (authentication.Kind, authentication.Secret, authentication.Header);
        if (_cache.TryGetValue(key, out var cached) && now < cached.Until && cached.Header != rejected) return (cached.Header, null);
        try
        {
            var secret = await secrets.FindAsync(authentication.Secret, cancellationToken);
            if (secret is null) return (null, Misconfigured($"There is no secret named {authentication.Secret}."));
            if (Read(authentication, secret) is not { } header) return (null, Misconfigured($"The secret {authentication.Secret} is not JSON with {MembersOf(authentication.Kind)}."));
            _cache[key] = (header, now + Lifetime);
            return (header, null);
        }
        catch (PortUnavailableException)
        {
            return (null, new CspFailure(CspFailureKind.TokenUnavailable, "The secret store is unavailable.", IsTransient: true, SurelyNotProcessed: true));
        }
    }

    private static CredentialHeader? Read(Authentication authentication, string secret)
    {
        using var document = StrictJson.TryParse(Encoding.UTF8.GetBytes(secret), out _);
        if (document is null) return null;
        var input = new JsonInput(document.RootElement, "$", new Violations());
        switch (authentication.Kind)
        {
            case AuthenticationKind.Bearer:
                return Text(input, "token") is { } token ? new CredentialHeader("Authorization", $"Bearer {token}", null) : null;
            case AuthenticationKind.Basic:
                var pair = input.RequiredString("username", u => !u.Contains(':', StringComparison.Ordinal), "") is { } user && input.RequiredString("password", _ => true, "") is { } password ? $"{user}:{password}" : null;
                return pair is null ? null : new CredentialHeader("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}", null);
            default:
                return Text(input, "key") is { } key ? new CredentialHeader(authentication.Header!, key, null) : null;
        }
    }

    private static string? Text(JsonInput input, string member) =>
        input.RequiredString(member, text => text.Length > 0 && text.All(c => c is > ' ' and <= '~'), "");

    private static string MembersOf(AuthenticationKind kind) => kind switch
    {
        AuthenticationKind.Bearer => "token",
        AuthenticationKind.Basic => "username and password",
        _ => "key",
    };

    private static CspFailure Misconfigured(string detail) => new(CspFailureKind.Misconfigured, detail, IsTransient: false, SurelyNotProcessed: true);
}
