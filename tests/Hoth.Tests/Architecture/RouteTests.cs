using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Hoth.Functions.Catalog;
using Hoth.Functions.Costs;
using Hoth.Functions.Http;
using Hoth.Functions.Provisioning;

namespace Hoth.Tests.Architecture;

public sealed class RouteTests
{
    /// <summary>The routes of ServiceNow, which signs: all that may be without an authorizer (contract, section 1).</summary>
    private static readonly string[] Signed = [CostFunctions.Jobs, ProvisioningFunctions.Jobs];

    [Fact]
    public void Routes_take_a_signature_or_name_the_authorizer_of_tokens()
    {
        var catalog = FunctionCatalog.Create();
        catalog.All.Count(f => f.Route is not null).ShouldBeGreaterThan(Signed.Length);

        MistakesOf(catalog).ShouldBeEmpty();
    }

    [Fact]
    public void Route_that_names_no_authorizer_is_found() =>
        MistakesOf(new FunctionCatalog().Add(_ => new Open())).ShouldBe(["GET /api/v1/open", "GET /cost-jobs/token", "GET /cost-jobsite"], ignoreOrder: true);

    private static IEnumerable<string> MistakesOf(FunctionCatalog catalog) =>
        from function in catalog.All
        let route = function.Route
        where route is not null
        let isSigned = Signed.Any(s => route.Template == s || route.Template.StartsWith(s + "/", StringComparison.Ordinal))
        where function.Authorizer != (isSigned ? null : nameof(AuthorizerFunctions.AuthorizeBearer))
        select $"{route.Method} {route.Template}";

    private sealed class Open
    {
        [LambdaFunction(MemorySize = 512, Timeout = 10)]
        [RestApi(LambdaHttpMethod.Get, "/api/v1/open")]
        public Task<APIGatewayProxyResponse> Forgotten(APIGatewayProxyRequest request, ILambdaContext context) => throw new NotSupportedException();

        [LambdaFunction(MemorySize = 512, Timeout = 10)]
        [RestApi(LambdaHttpMethod.Get, "/cost-jobsite")]
        public Task<APIGatewayProxyResponse> Similar(APIGatewayProxyRequest request, ILambdaContext context) => throw new NotSupportedException();

        [LambdaFunction(MemorySize = 512, Timeout = 10)]
        [RestApi(LambdaHttpMethod.Get, "/cost-jobs/token", Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
        public Task<APIGatewayProxyResponse> Both(APIGatewayProxyRequest request, ILambdaContext context) => throw new NotSupportedException();

        [LambdaFunction(MemorySize = 512, Timeout = 10)]
        [RestApi(LambdaHttpMethod.Get, "/api/v1/guarded", Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
        public Task<APIGatewayProxyResponse> Guarded(APIGatewayProxyRequest request, ILambdaContext context) => throw new NotSupportedException();
    }
}
