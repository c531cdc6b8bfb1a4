using Amazon.Lambda.Annotations;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;

namespace Hoth.Functions.Http;

/// <summary>Decides on requests with a bearer token: those to routes that name it as their authorizer.</summary>
public sealed class AuthorizerFunctions
{
    /// <summary>
    /// Refuses everybody: no route takes a token yet. It is declared so that such a route is closed from its first day.
    /// API Gateway answers 401 to an authorizer that fails with exactly this message, and 500 to any other failure.
    /// </summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    public Task<APIGatewayCustomAuthorizerResponse> AuthorizeBearer(APIGatewayCustomAuthorizerRequest request, ILambdaContext context) =>
        throw new UnauthorizedAccessException("Unauthorized");
}
