namespace Hoth.Functions.Tokens;

/// <summary>Why a token is not good. For the log and the runbook: clients are told no more than 401.</summary>
public enum TokenRefusal
{
    /// <summary>There is no <c>Authorization: Bearer</c>, or more than one Authorization header.</summary>
    Missing,

    /// <summary>Over <see cref="BearerTokens.LongestToken"/> characters.</summary>
    TooLong,

    /// <summary>No signed JWT: wrong encoding, wrong JSON, or members of the wrong type.</summary>
    Malformed,

    /// <summary>Its header has <c>crit</c>: it wants something understood that is not (RFC 7515 section 4.1.11).</summary>
    CriticalHeader,

    /// <summary>Signed with something else than RS256 or ES256, or not at all.</summary>
    Algorithm,

    /// <summary>No access token: an ID token, or a <c>typ</c> that is not configured.</summary>
    Type,

    /// <summary>The issuer publishes no key with its <c>kid</c> for its algorithm.</summary>
    UnknownKey,

    /// <summary>The signature is wrong.</summary>
    Signature,

    /// <summary>Another <c>iss</c> than the configured one, or none.</summary>
    Issuer,

    /// <summary>The configured audience is not in <c>aud</c>.</summary>
    Audience,

    /// <summary>Past its <c>exp</c> by more than <see cref="BearerTokens.Skew"/>, or without one.</summary>
    Expired,

    /// <summary>Before its <c>nbf</c> by more than <see cref="BearerTokens.Skew"/>.</summary>
    NotYetValid,

    /// <summary><c>sub</c> is not 1 to 255 printable characters of ASCII, quotation mark and backslash excepted.</summary>
    Subject,
}
