using System.Text.Json;

namespace Hoth.Functions.Tokens;

/// <summary>What a token allows: <c>scope</c> as text (RFC 8693 section 4.2, RFC 9068), or <c>scp</c> as text (Entra ID) or an array (Okta).</summary>
internal static class TokenScopes
{
    /// <returns>The scopes with spaces between them, empty when the token has none; null when they have another form.</returns>
    public static string? TryRead(JsonElement claims)
    {
        if (claims.TryGetProperty("scope", out var scope)) return scope.ValueKind == JsonValueKind.String ? scope.GetString() : null;
        if (!claims.TryGetProperty("scp", out var scp)) return "";
        if (scp.ValueKind == JsonValueKind.String) return scp.GetString();
        return scp.ValueKind == JsonValueKind.Array && scp.EnumerateArray().All(s => s.ValueKind == JsonValueKind.String)
            ? string.Join(' ', scp.EnumerateArray().Select(s => s.GetString()))
            : null;
    }
}
