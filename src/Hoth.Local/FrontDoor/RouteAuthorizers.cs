using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Hoth.Functions.Catalog;
using Hoth.Functions.Http;
using Hoth.Local.Invocation;
using Hoth.Problems;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.FrontDoor;

/// <summary>Asks the authorizer that a route names, and does with its answer what API Gateway does.</summary>
internal sealed class RouteAuthorizers(
    IEnumerable<BoundFunction<AuthorizerRequest, APIGatewayCustomAuthorizerResponse>> authorizers, HttpEdge edge, Invoker invoker, ILogger<RouteAuthorizers> logger)
{
    private const string Invoke = "execute-api:Invoke";

    private readonly Dictionary<string, BoundFunction<AuthorizerRequest, APIGatewayCustomAuthorizerResponse>> _byName =
        authorizers.ToDictionary(f => f.Definition.Name, StringComparer.Ordinal);

    /// <summary>Whether it knows what a route names.</summary>
    public bool Knows(FunctionDefinition definition) => definition.Authorizer is null || _byName.ContainsKey(definition.Authorizer);

    /// <summary>Lets a request in, with what its authorizer says of the caller, or answers it.</summary>
    /// <returns>The answer: 401, 403 or 503 (as infra/Hoth.Infra/GatewayResponses.cs); null: it may go on.</returns>
    public async Task<APIGatewayProxyResponse?> TryRefuseAsync(FunctionDefinition definition, APIGatewayProxyRequest request)
    {
        if (definition.Authorizer is not { } name) return null;
        var asked = RequestFor(request);
        try
        {
            var answer = await invoker.InvokeAsync(_byName[name], asked, request.RequestContext.RequestId);
            if (!Allows(answer, asked.MethodArn)) return edge.Refuse(request, EdgeProblems.Forbidden);
            request.RequestContext.Authorizer = ContextOf(answer);
            return null;
        }
        catch (Exception e) when (e.Message == "Unauthorized")
        {
            return edge.Refuse(request, Problem.Unauthorized);
        }
        catch (Exception e)
        {
            // The boundary of an authorizer: nobody gets in by its failing.
            Log.RequestFailed(logger, name, e.GetType().Name);
            return edge.Refuse(request, EdgeProblems.TemporarilyUnavailable);
        }
    }

    private static AuthorizerRequest RequestFor(APIGatewayProxyRequest request) => new()
    {
        Type = "REQUEST",
        MethodArn = LocalArn.OfMethod(request.RequestContext.Stage, request.HttpMethod, request.Path),
        Path = request.Path,
        HttpMethod = request.HttpMethod,
        Headers = request.Headers,
        MultiValueHeaders = request.MultiValueHeaders,
        QueryStringParameters = request.QueryStringParameters,
        PathParameters = request.PathParameters,
        RequestContext = request.RequestContext,
    };

    /// <summary>Only what Hoth's authorizers write: statements that name the request's own ARN. Wildcards and conditions allow nothing here.</summary>
    private static bool Allows(APIGatewayCustomAuthorizerResponse? answer, string arn)
    {
        var statements = answer?.PolicyDocument?.Statement ?? [];
        return statements.Count > 0 && statements.All(s => s is { Effect: "Allow", Condition: null } && s.Action?.Contains(Invoke) == true && s.Resource?.Contains(arn) == true);
    }

    /// <summary>API Gateway makes text of every value.</summary>
    private static APIGatewayCustomAuthorizerContext ContextOf(APIGatewayCustomAuthorizerResponse answer)
    {
        var context = new APIGatewayCustomAuthorizerContext();
        foreach (var (name, value) in answer.Context ?? []) context[name] = value is bool flag ? JsonSerializer.Serialize(flag) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
        context["principalId"] = answer.PrincipalID;
        return context;
    }
}
