using System.Text;
using Hoth.MockCsp.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace Hoth.MockCsp.Tokens;

/// <summary>OAuth 2 client credentials (RFC 6749, section 4.4), by form body or basic authorization.</summary>
internal static class TokenEndpoint
{
    public static Operation Operation { get; } = new("issueToken", "POST", "/oauth2/token", Scope: null, Issue);

    private static Answer Issue(CspRequest request)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Body.Span));
        var behaviour = request.Csp.Behaviour;
        var (id, secret) = Basic(request.Http.Request.Headers.Authorization) ?? (form.GetValueOrDefault("client_id").ToString(), form.GetValueOrDefault("client_secret").ToString());
        if (id != behaviour.ClientId || secret != behaviour.ClientSecret)
        {
            return Refuse(401, "invalid_client") with { Challenge = "Basic realm=\"mock-csp\"" };
        }

        if (form.GetValueOrDefault("grant_type") != "client_credentials")
        {
            return Refuse(400, form.ContainsKey("grant_type") ? "unsupported_grant_type" : "invalid_request");
        }

        var asked = form.GetValueOrDefault("scope").ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (asked.Except(Scopes.All, StringComparer.Ordinal).Any())
        {
            return Refuse(400, "invalid_scope");
        }

        IReadOnlyList<string> granted = asked.Length == 0 ? behaviour.Scopes : [.. behaviour.Scopes.Intersect(asked, StringComparer.Ordinal)];
        var token = request.Csp.Tokens.Issue(behaviour.TokenLifetime, granted);
        request.Csp.Counters.TokenIssued();
        return Answer.Json(200, new TokenGrant(token, "Bearer", (long)behaviour.TokenLifetime.TotalSeconds, string.Join(' ', granted)), WireJson.Default.TokenGrant) with { NoStore = true };
    }

    private static Answer Refuse(int status, string error) =>
        Answer.Json(status, new TokenRefusal(error), WireJson.Default.TokenRefusal) with { NoStore = true };

    private static (string? Id, string? Secret)? Basic(string? authorization)
    {
        const string scheme = "Basic ";
        var buffer = new byte[512];
        if (authorization is null || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(authorization[scheme.Length..], buffer, out var length))
        {
            return null;
        }

        // RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
        var parts = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2);
        return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : null;
    }
}
