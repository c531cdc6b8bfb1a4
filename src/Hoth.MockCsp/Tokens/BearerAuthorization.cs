using Hoth.MockCsp.Hosting;

namespace Hoth.MockCsp.Tokens;

/// <summary>Bearer tokens as RFC 6750 has them: 401 without a valid one, 403 where its scopes do not reach.</summary>
internal static class BearerAuthorization
{
    private const string Scheme = "Bearer ";

    /// <summary>The refusal, or null when the request may pass.</summary>
    public static Answer? Refusal(CspInstance csp, Operation operation, string? authorization)
    {
        if (operation.Scope is not { } needed)
        {
            return null;
        }

        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Answer.Problem(401, "A bearer token is required.") with { Challenge = "Bearer realm=\"mock-csp\"" };
        }

        if (csp.Tokens.ScopesOf(authorization.AsSpan(Scheme.Length).Trim()) is not { } scopes)
        {
            return Answer.Problem(401, "The bearer token is unknown, revoked or expired.") with { Challenge = "Bearer realm=\"mock-csp\", error=\"invalid_token\"" };
        }

        return scopes.Contains(needed, StringComparer.Ordinal)
            ? null
            : Answer.Problem(403, $"The scope {needed} is required.") with { Challenge = $"Bearer realm=\"mock-csp\", error=\"insufficient_scope\", scope=\"{needed}\"" };
    }
}
