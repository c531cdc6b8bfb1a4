using Amazon.Lambda.Annotations;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Hoth.Functions.Tokens;
using Hoth.Ports;
using Microsoft.Extensions.Logging;

namespace Hoth.Functions.Http;

/// <summary>Decides on requests with a bearer token: those to routes that name it as their authorizer.</summary>
/// <param name="tokens">Checks tokens; null: no issuer is configured, and every token is refused.</param>
/// <param name="logger">Says why. Never a token.</param>
public sealed class AuthorizerFunctions(BearerTokens? tokens, ILogger<AuthorizerFunctions> logger)
{
    /// <summary>
    /// Allows exactly the request that it is asked about, and tells the function whose it is. API Gateway answers 401 to an authorizer that fails
    /// with exactly the message "Unauthorized", and 500 (here 503) to any other failure: so when the issuer's keys could never be fetched.
    /// </summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    public async Task<APIGatewayCustomAuthorizerResponse> AuthorizeBearer(AuthorizerRequest request, ILambdaContext context)
    {
        // The id that API Gateway's own answers have as their correlation id.
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["CorrelationId"] = request.RequestContext?.RequestId ?? context.AwsRequestId });
        if (tokens is null)
        {
            Log.NoTokenIssuer(logger, TokenSettings.IssuerVariable);
            throw Unauthorized();
        }

        try
        {
            var (caller, refusal) = await tokens.CheckAsync(request.SingleHeader("Authorization"), CancellationToken.None);
            if (caller is null)
            {
                Log.TokenRefused(logger, refusal!.Value);
                throw Unauthorized();
            }

            return new APIGatewayCustomAuthorizerResponse
            {
                PrincipalID = caller.Subject,
                PolicyDocument = new() { Statement = [new() { Action = ["execute-api:Invoke"], Resource = [request.MethodArn] }] },
                Context = TokenCaller.ToContext(caller),
            };
        }
        catch (PortUnavailableException e)
        {
            Log.PortUnavailable(logger, e.Port, e.InnerException?.GetType().FullName ?? "no cause");
            throw;
        }
    }

    private static UnauthorizedAccessException Unauthorized() => new("Unauthorized");
}
