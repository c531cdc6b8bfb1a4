using Hoth.Http;

namespace Hoth.Functions.Tokens;

/// <summary>Whose tokens are good, and which.</summary>
public sealed record TokenSettings
{
    /// <summary>The token's <c>iss</c>, character by character.</summary>
    public const string IssuerVariable = "HOTH_TOKEN_ISSUER";

    /// <summary>One of the token's <c>aud</c>, character by character.</summary>
    public const string AudienceVariable = "HOTH_TOKEN_AUDIENCE";

    /// <summary>Where the issuer publishes its keys (RFC 7517 section 5): the <c>jwks_uri</c> of its discovery document.</summary>
    public const string KeysVariable = "HOTH_TOKEN_JWKS_URL";

    /// <summary>Which <c>typ</c> a token may have: <see cref="AccessTokenType"/> (the default) or <see cref="AnyTokenType"/>.</summary>
    public const string TypeVariable = "HOTH_TOKEN_TYPE";

    /// <summary>Access tokens that say so in their header (RFC 9068).</summary>
    public const string AccessTokenType = "at+jwt";

    /// <summary>Also tokens with <c>typ</c> JWT, or none: for issuers from before RFC 9068, who mark access tokens in no one way.</summary>
    public const string AnyTokenType = "JWT";

    /// <inheritdoc cref="IssuerVariable" />
    public required string Issuer { get; init; }

    /// <inheritdoc cref="AudienceVariable" />
    public required string Audience { get; init; }

    /// <inheritdoc cref="KeysVariable" />
    public required Uri Keys { get; init; }

    /// <summary>True for <see cref="AnyTokenType"/>.</summary>
    public bool TakesAnyType { get; init; }

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">A variable's value, or null.</param>
    /// <returns>Null when none of them is set: then there is no issuer, and no token is good.</returns>
    /// <exception cref="InvalidOperationException">Only some are set, or one is wrong; names every violation.</exception>
    public static TokenSettings? Read(Func<string, string?> variable)
    {
        var (issuer, audience, keys, type) = (variable(IssuerVariable), variable(AudienceVariable), variable(KeysVariable), variable(TypeVariable));
        if (string.IsNullOrEmpty(issuer + audience + keys + type)) return null;
        var violations = new List<string>();
        if (string.IsNullOrEmpty(issuer)) violations.Add($"{IssuerVariable} is not set");
        if (string.IsNullOrEmpty(audience)) violations.Add($"{AudienceVariable} is not set");
        if (!TryParseKeys(keys, out var url)) violations.Add($"{KeysVariable} is not an https URL, or http of a loopback host");
        if (!string.IsNullOrEmpty(type) && type is not (AccessTokenType or AnyTokenType)) violations.Add($"{TypeVariable} is neither {AccessTokenType} nor {AnyTokenType}");
        return violations.Count == 0
            ? new TokenSettings { Issuer = issuer!, Audience = audience!, Keys = url!, TakesAnyType = type == AnyTokenType }
            : throw new InvalidOperationException(string.Join("; ", violations) + ".");
    }

    /// <summary>Reads the address of the keys: https, since who can change them makes tokens; http only within this machine.</summary>
    public static bool TryParseKeys(string? text, out Uri? url) =>
        // The scheme first: on Linux "/x" parses as an absolute file URI.
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && SafeScheme.IsUsedBy(url)
        && url is { UserInfo: "", Fragment: "" };
}
