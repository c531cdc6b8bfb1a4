using System.Collections.Frozen;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Hoth.Callers;

namespace Hoth.Functions.Http;

/// <summary>The caller as the authorizer says it and as the functions read it: the two sides of <c>requestContext.authorizer</c>.</summary>
internal static class TokenCaller
{
    private const string Subject = "sub";
    private const string Scope = "scope";

    /// <summary>What an authorizer hands on: text only, since API Gateway makes text of everything.</summary>
    public static APIGatewayCustomAuthorizerContextOutput ToContext(Caller caller) =>
        new() { [Subject] = caller.Subject, [Scope] = string.Join(' ', caller.Scopes.Order(StringComparer.Ordinal)) };

    /// <summary>The caller, or null when no authorizer has let the request in.</summary>
    public static Caller? Of(APIGatewayProxyRequest request) =>
        request.RequestContext?.Authorizer is { } context && TextOf(context, Subject) is { Length: > 0 } subject
            ? new Caller(subject, ScopesOf(TextOf(context, Scope)))
            : null;

    /// <summary>The values of a scope member: words with single spaces between them (RFC 6749 section 3.3).</summary>
    public static FrozenSet<string> ScopesOf(string? scope) =>
        (scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static string? TextOf(APIGatewayCustomAuthorizerContext context, string member) =>
        context.TryGetValue(member, out var value)
            ? value switch
            {
                string text => text,
                JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
                _ => null,
            }
            : null;
}
