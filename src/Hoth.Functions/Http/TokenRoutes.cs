namespace Hoth.Functions.Http;

/// <summary>Routes for callers with tokens. Each names its authorizer: <c>[RestApi(…, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]</c>.</summary>
internal static class TokenRoutes
{
    /// <summary>What they start with.</summary>
    public const string Root = "/api/v1";
}
