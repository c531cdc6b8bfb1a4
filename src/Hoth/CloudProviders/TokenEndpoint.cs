using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Hoth.Ports;

namespace Hoth.CloudProviders;

/// <summary>Asks a CSP's token endpoint (RFC 6749 section 4.4). Caches credentials for 5 minutes, not tokens; at most one request per CSP at a time (the caller sees to it).</summary>
internal sealed class TokenEndpoint(ISecrets secrets, CspTransport transport, TimeProvider time)
{
    private const int LargestAnswer = 64 * 1024;
    private static readonly TimeSpan CredentialsLifetime = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (CspCredentials Credentials, DateTimeOffset Until)> _credentials = new(StringComparer.Ordinal);

    /// <summary>A new token. Credentials that the endpoint refuses are fetched afresh once: they may have been rotated.</summary>
    /// <param name="csp">For whom.</param>
    /// <param name="distrustSecret">True when the CSP rejected a token made with the cached credentials: start with fresh ones.</param>
    public async Task<TokenOutcome> RequestAsync(CspSettings csp, bool distrustSecret)
    {
        using var timeout = new CallTimeout(csp.Limits.Timeout, time, CancellationToken.None);
        if (distrustSecret) _credentials.TryRemove(csp.Name, out _);

        var (outcome, areRefused) = await TryOnceAsync(csp, timeout);
        if (!areRefused) return outcome;

        _credentials.TryRemove(csp.Name, out _);
        (outcome, areRefused) = await TryOnceAsync(csp, timeout);
        if (areRefused) _credentials.TryRemove(csp.Name, out _);
        return outcome;
    }

    private async Task<(TokenOutcome Outcome, bool AreRefused)> TryOnceAsync(CspSettings csp, CallTimeout timeout)
    {
        var (credentials, problem) = await FindCredentialsAsync(csp, timeout);
        if (credentials is null) return (problem, false);

        using var request = CreateRequest(csp.Token, credentials);
        var (answer, failure) = await transport.SendAsync(request, LargestAnswer, timeout);
        using (answer)
        {
            return answer is null
                ? (Unavailable($"The token endpoint gave no answer: {failure!.Detail}", failure.IsTransient), false)
                : TokenAnswer.Read(answer, time.GetUtcNow());
        }
    }

    private async Task<(CspCredentials? Credentials, TokenOutcome Problem)> FindCredentialsAsync(CspSettings csp, CallTimeout timeout)
    {
        var now = time.GetUtcNow();
        if (_credentials.TryGetValue(csp.Name, out var cached) && now < cached.Until) return (cached.Credentials, default);
        try
        {
            var secret = await secrets.FindAsync(csp.Secret, timeout.Token);
            if (secret is null) return (null, Misconfigured($"There is no secret named {csp.Secret}."));
            if (CspCredentials.TryParse(secret) is not { } credentials) return (null, Misconfigured($"The secret {csp.Secret} is not JSON with clientId and clientSecret."));
            _credentials[csp.Name] = (credentials, now + CredentialsLifetime);
            return (credentials, default);
        }
        catch (PortUnavailableException)
        {
            return (null, Unavailable("The secret store is unavailable.", isTransient: true));
        }
        catch (OperationCanceledException)
        {
            return (null, Unavailable("The secret store did not answer in time.", isTransient: true));
        }
    }

    private static HttpRequestMessage CreateRequest(CspTokenSettings settings, CspCredentials credentials)
    {
        List<KeyValuePair<string, string>> form = [new("grant_type", "client_credentials")];
        if (settings.Scopes.Count > 0) form.Add(new("scope", string.Join(' ', settings.Scopes)));
        return new HttpRequestMessage(HttpMethod.Post, settings.Endpoint)
        {
            Content = new FormUrlEncodedContent(form),
            Headers = { Authorization = credentials.Header, Accept = { new MediaTypeWithQualityHeaderValue("application/json") } },
        };
    }

    private static TokenOutcome Misconfigured(string detail) => TokenOutcome.Failed(CspFailureKind.Misconfigured, detail, isTransient: false);

    private static TokenOutcome Unavailable(string detail, bool isTransient) => TokenOutcome.Failed(CspFailureKind.TokenUnavailable, detail, isTransient);
}
