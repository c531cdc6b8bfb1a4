using System.Buffers;
using System.Text.Json;
using Hoth.Callers;
using Hoth.Functions.Http;
using Hoth.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hoth.Functions.Tokens;

/// <summary>
/// Says whose a bearer token is, if it is a good one. Reading, signature, issuer and audience are Microsoft.IdentityModel's; what that would let pass
/// (critical headers, other types, keys in the token's own header) is refused before.
/// </summary>
public sealed class BearerTokens : IDisposable
{
    /// <summary>Characters of a token, at most.</summary>
    public const int LongestToken = 8 * 1024;

    private const string Scheme = "Bearer ";
    private const int LongestSubject = 255;

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenSettings _settings;
    private readonly SigningKeys _keys;
    private readonly TimeProvider _time;

    /// <summary>Keeps the issuer's keys; one per process.</summary>
    internal BearerTokens(TokenSettings settings, SigningKeys keys, TimeProvider time) => (_settings, _keys, _time) = (settings, keys, time);

    /// <summary>How far the issuer's clock may be from this one.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromSeconds(30);

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    /// <summary>Whose token it is. Exactly one of the two is set.</summary>
    /// <param name="authorization">The Authorization header; null: there is none, or there are several.</param>
    /// <param name="cancellationToken">Ends waiting for keys.</param>
    /// <exception cref="Ports.PortUnavailableException">The issuer's keys could never be fetched: nothing can be said of any token.</exception>
    public async ValueTask<(Caller? Caller, TokenRefusal? Refusal)> CheckAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return (null, TokenRefusal.Missing);
        var text = authorization.AsMemory(Scheme.Length).TrimStart(' ');
        if (text.Length > LongestToken) return (null, TokenRefusal.TooLong);
        if (text.Span.ContainsAnyExcept(TokenCharacters) || text.Span.Count('.') != 2 || TryRead(text.ToString()) is not { } token) return (null, TokenRefusal.Malformed);
        if (RefuseHeader(token) is { } refusal) return (null, refusal);
        if (await _keys.FindAsync(token.Kid, token.Alg, cancellationToken) is not { } key) return (null, TokenRefusal.UnknownKey);
        var result = await _handler.ValidateTokenAsync(token, ParametersFor(key));
        if (!result.IsValid) return (null, RefusalOf(result.Exception, token));
        return ReadCaller(token);
    }

    /// <summary>
    /// Whether a <c>sub</c> is a good one. OpenID Connect Core section 2 allows 255 characters of ASCII; quotation mark and backslash would write
    /// members into API Gateway's access log, which puts the subject between quotation marks as it is.
    /// </summary>
    public static bool IsSubject(string text) => text.Length is > 0 and <= LongestSubject && text.All(c => c is >= ' ' and <= '~' and not ('"' or '\\'));

    /// <inheritdoc />
    public void Dispose() => _keys.Dispose();

    private JsonWebToken? TryRead(string text)
    {
        try
        {
            return _handler.ReadJsonWebToken(text);
        }
        catch (Exception)
        {
            // The text is a stranger's, and the library has no closed list of what it throws at it. Its messages may quote it.
            return null;
        }
    }

    private TokenRefusal? RefuseHeader(JsonWebToken token)
    {
        if (token.TryGetHeaderValue<object>("crit", out _)) return TokenRefusal.CriticalHeader;
        if (token.Alg is not (SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.EcdsaSha256)) return TokenRefusal.Algorithm;
        return IsAccessToken(token.Typ) ? null : TokenRefusal.Type;
    }

    /// <summary>RFC 9068 section 4; media types know no case (RFC 7515 section 4.1.9).</summary>
    private bool IsAccessToken(string? type) =>
        string.Equals(type, TokenSettings.AccessTokenType, StringComparison.OrdinalIgnoreCase)
        || string.Equals(type, "application/" + TokenSettings.AccessTokenType, StringComparison.OrdinalIgnoreCase)
        || (_settings.TakesAnyType && (string.IsNullOrEmpty(type) || string.Equals(type, TokenSettings.AnyTokenType, StringComparison.OrdinalIgnoreCase)));

    private TokenValidationParameters ParametersFor(SecurityKey key) => new()
    {
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
        ValidIssuer = _settings.Issuer,
        ValidAudience = _settings.Audience,
        IgnoreTrailingSlashWhenValidatingAudience = false,
        LogValidationExceptions = false,
        // The library would look at the machine's clock.
        LifetimeValidator = (notBefore, expires, _, _) => expires is { } end && Now - Skew <= end && !(notBefore > Now + Skew),
    };

    private TokenRefusal RefusalOf(Exception exception, JsonWebToken token) => exception switch
    {
        SecurityTokenInvalidLifetimeException => token.ValidFrom > Now ? TokenRefusal.NotYetValid : TokenRefusal.Expired,
        SecurityTokenInvalidIssuerException => TokenRefusal.Issuer,
        SecurityTokenInvalidAudienceException => TokenRefusal.Audience,
        SecurityTokenInvalidSignatureException => TokenRefusal.Signature,
        _ => TokenRefusal.Malformed,
    };

    private (Caller? Caller, TokenRefusal? Refusal) ReadCaller(JsonWebToken token)
    {
        // Once more and strictly: the library gives a number as text, and of two members of one name the last.
        using var payload = StrictJson.TryParse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), out _);
        if (payload is not { RootElement: { ValueKind: JsonValueKind.Object } claims }) return (null, TokenRefusal.Malformed);
        if (_settings.TakesAnyType && IsForAnotherUse(claims)) return (null, TokenRefusal.Type);
        if (TextOf(claims, "sub") is not { } subject || !IsSubject(subject)) return (null, TokenRefusal.Subject);
        return TokenScopes.TryRead(claims) is { } scopes ? (new Caller(subject, TokenCaller.ScopesOf(scopes)), null) : (null, TokenRefusal.Malformed);
    }

    /// <summary>Without a type of its own an ID token shows by its hashes (OpenID Connect Core), others by what Cognito (token_use) and Keycloak (typ) say.</summary>
    private static bool IsForAnotherUse(JsonElement claims) =>
        claims.TryGetProperty("at_hash", out _)
        || claims.TryGetProperty("c_hash", out _)
        || (claims.TryGetProperty("token_use", out var use) && !(use.ValueKind == JsonValueKind.String && use.ValueEquals("access")))
        || (claims.TryGetProperty("typ", out var type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("Bearer")));

    private static string? TextOf(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
