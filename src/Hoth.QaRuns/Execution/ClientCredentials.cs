using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hoth.Json;

namespace Hoth.QaRuns.Execution;

/// <summary>Tokens by OAuth 2 client credentials (RFC 6749, section 4.4), a token for each set of scopes, until a minute before it expires or the target rejects it.</summary>
/// <param name="tokenUrl">The token endpoint.</param>
/// <param name="clientId">Who.</param>
/// <param name="clientSecret">The secret.</param>
/// <param name="scope">What is asked for where no scopes are named; null: what the endpoint gives.</param>
/// <param name="http">Sends; does not follow redirects.</param>
/// <param name="time">The clock.</param>
public sealed class ClientCredentials(Uri tokenUrl, string clientId, string clientSecret, string? scope, HttpMessageInvoker http, TimeProvider time)
    : TargetCredentials(clientSecret), IDisposable
{
    private const int LargestAnswer = 64 * 1024;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (string Value, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);
    // RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
    private readonly AuthenticationHeaderValue _client =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(clientSecret)}")));
    private readonly SemaphoreSlim _asking = new(1);

    /// <inheritdoc />
    public override bool CanNarrow => true;

    /// <inheritdoc />
    public override async ValueTask<string?> GetAsync(IReadOnlyList<string>? scopes, string? rejected, CancellationToken cancellationToken)
    {
        var wanted = scopes is null ? scope : string.Join(' ', scopes);
        var key = wanted ?? "";
        if (Find(key, rejected) is { } known) return known;
        await _asking.WaitAsync(cancellationToken);
        try
        {
            // Of many callers whose token was rejected one asks for its successor.
            if (Find(key, rejected) is { } found) return found;
            var (token, lifetime) = await AskAsync(wanted, cancellationToken);
            Redaction.Add(token);
            _tokens[key] = ($"Bearer {token}", time.GetUtcNow() + lifetime);
            return _tokens[key].Value;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _asking.Dispose();

    private string? Find(string key, string? rejected) =>
        _tokens.TryGetValue(key, out var token) && token.Value != rejected && time.GetUtcNow() < token.Until ? token.Value : null;

    private async Task<(string Token, TimeSpan Lifetime)> AskAsync(string? wanted, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (!string.IsNullOrEmpty(wanted)) form["scope"] = wanted;
        using var request = new HttpRequestMessage(HttpMethod.Post, tokenUrl) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = _client;
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, both.Token);
            if (!response.IsSuccessStatusCode) throw new CredentialsException($"The token endpoint answered {(int)response.StatusCode}.");
            await response.Content.LoadIntoBufferAsync(LargestAnswer, both.Token);
            return Read(await response.Content.ReadAsByteArrayAsync(both.Token));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CredentialsException(timeout.IsCancellationRequested ? "The token endpoint did not answer within 30 s." : "The token endpoint cannot be reached.");
        }
    }

    private static (string Token, TimeSpan Lifetime) Read(byte[] answer)
    {
        using var document = StrictJson.TryParse(answer, out _);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } body
            || !body.TryGetProperty("access_token", out var token) || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } text || !text.All(c => c is > ' ' and <= '~'))
        {
            throw new CredentialsException("The token endpoint's answer is no token answer of RFC 6749 section 5.1.");
        }

        var seconds = body.TryGetProperty("expires_in", out var lifetime) && double.TryParse(lifetime.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var s) ? s : 300;
        return (text, TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) - Margin);
    }
}
