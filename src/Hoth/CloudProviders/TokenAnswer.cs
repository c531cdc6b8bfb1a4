using System.Text.Json;
using Hoth.Json;

namespace Hoth.CloudProviders;

/// <summary>Reads a token endpoint's answer (RFC 6749 sections 5.1 and 5.2).</summary>
internal static class TokenAnswer
{
    private const int LongestToken = 16 * 1024;
    private const int DefaultLifetimeSeconds = 300;
    private const int LongestLifetimeSeconds = 24 * 60 * 60;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>Words that may be repeated in an error, being the RFC's own.</summary>
    private static readonly string[] Errors =
        ["invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope"];

    /// <summary>The token, or why there is none, and whether that is because the credentials were refused.</summary>
    public static (TokenOutcome Outcome, bool AreRefused) Read(HttpAnswer answer, DateTimeOffset now)
    {
        if (answer.IsRedirect) return (Unavailable("The token endpoint redirects, which is not followed.", isTransient: false), false);
        if (HttpStatus.IsTransient(answer.Status)) return (Unavailable($"The token endpoint answered {answer.Status}.", isTransient: true), false);

        using var document = TryParse(answer);
        if (!answer.IsSuccess) return ReadError(answer.Status, document);
        return (document is not null && TryReadToken(document.RootElement, now) is { } token
            ? new TokenOutcome(token, null)
            : Unavailable("The token endpoint's answer is no token answer of RFC 6749 section 5.1.", isTransient: false), false);
    }

    private static (TokenOutcome Outcome, bool AreRefused) ReadError(int status, JsonDocument? document)
    {
        var error = document?.RootElement is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("error", out var value)
            ? Array.Find(Errors, e => value.ValueKind == JsonValueKind.String && value.ValueEquals(e))
            : null;
        var detail = $"The token endpoint refused: {status}{(error is null ? "" : " ")}{error}.";
        return (Unavailable(detail, isTransient: false), status == 401 || error == "invalid_client");
    }

    private static AccessToken? TryReadToken(JsonElement body, DateTimeOffset now)
    {
        if (body.ValueKind != JsonValueKind.Object) return null;
        if (TextOf(body, "access_token") is not { Length: > 0 and <= LongestToken } token || !token.All(c => c is > ' ' and <= '~')) return null;
        if (!string.Equals(TextOf(body, "token_type"), "Bearer", StringComparison.OrdinalIgnoreCase)) return null;
        if (LifetimeOf(body) is not { } lifetime) return null;
        return new AccessToken(token, lifetime > Margin ? now + lifetime - Margin : now);
    }

    /// <summary>Some servers send the number as a string; without one five minutes are assumed.</summary>
    private static TimeSpan? LifetimeOf(JsonElement body)
    {
        double seconds = DefaultLifetimeSeconds;
        if (body.TryGetProperty("expires_in", out var value))
        {
            var isNumber = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out seconds);
            if (!isNumber && !(TextOf(body, "expires_in") is { } text && double.TryParse(text, out seconds))) return null;
        }

        return seconds is >= 0 and <= double.MaxValue ? TimeSpan.FromSeconds(Math.Min(seconds, LongestLifetimeSeconds)) : null;
    }

    /// <summary>Null, too, for text that is no Unicode (a lone surrogate).</summary>
    private static string? TextOf(JsonElement body, string member)
    {
        try
        {
            return body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonDocument? TryParse(HttpAnswer answer) =>
        answer.IsOverCap || !answer.IsJson ? null : StrictJson.TryParse(answer.Body, out _);

    private static TokenOutcome Unavailable(string detail, bool isTransient) => TokenOutcome.Failed(CspFailureKind.TokenUnavailable, detail, isTransient);
}

