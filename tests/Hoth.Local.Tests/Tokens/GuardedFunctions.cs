using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Hoth.Callers;
using Hoth.Functions.Catalog;
using Hoth.Functions.Composition;
using Hoth.Functions.Http;

namespace Hoth.Local.Tests.Tokens;

/// <summary>Routes with authorizers: Hoth's own, and one that does as the path says.</summary>
internal sealed class GuardedFunctions(HttpEdge edge)
{
    /// <summary>All of Hoth's functions and these.</summary>
    public static FunctionCatalog Catalog() => FunctionCatalog.Create().Add((HothComposition c) => new GuardedFunctions(c.Edge));

    [LambdaFunction(MemorySize = 128, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Post, "/guarded/{id}", Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    public Task<APIGatewayProxyResponse> Guarded(APIGatewayProxyRequest request, ILambdaContext context) => edge.WithoutBodyAsync(request, context, (api, _) =>
    {
        api.Caller().Require(Scopes.ReadReports);
        return Task.FromResult(ApiResponse.Json(200, $$"""{"sub":"{{api.Caller().Subject}}","principalId":"{{request.RequestContext.Authorizer["principalId"]}}"}"""));
    });

    [LambdaFunction(MemorySize = 128, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Get, "/odd/{answer}", Authorizer = nameof(Decide))]
    public Task<APIGatewayProxyResponse> Odd(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, (_, _) => Task.FromResult(ApiResponse.Json(200, string.Join(',', request.RequestContext.Authorizer.Select(v => $"{v.Key}={v.Value}")))));

    [LambdaFunction(MemorySize = 128, Timeout = 1)]
    public async Task<APIGatewayCustomAuthorizerResponse> Decide(AuthorizerRequest request, ILambdaContext context)
    {
        APIGatewayCustomAuthorizerPolicy.IAMPolicyStatement Statement(string effect, string resource) => new() { Effect = effect, Action = ["execute-api:Invoke"], Resource = [resource] };
        var allow = Statement("Allow", request.MethodArn);
        return request.PathParameters["answer"] switch
        {
            "allow" => Answer(allow),
            "deny" => Answer(Statement("Deny", request.MethodArn)),
            "both" => Answer(allow, Statement("Deny", request.MethodArn)),
            "another" => Answer(Statement("Allow", request.MethodArn + "x")),
            "nothing" => Answer(),
            "null" => null!,
            "unauthorized" => throw new InvalidOperationException("Unauthorized"),
            "hang" => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System).ContinueWith(_ => Answer(allow), TaskScheduler.Default),
            _ => throw new InvalidOperationException("on purpose"),
        };

        static APIGatewayCustomAuthorizerResponse Answer(params List<APIGatewayCustomAuthorizerPolicy.IAMPolicyStatement> statements) => new()
        {
            PrincipalID = "somebody",
            PolicyDocument = new() { Statement = statements },
            Context = new() { ["text"] = "a", ["number"] = 1.5, ["flag"] = true },
        };
    }
}
