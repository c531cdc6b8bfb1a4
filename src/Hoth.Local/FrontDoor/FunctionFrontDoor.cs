using Amazon.Lambda.APIGatewayEvents;
using Hoth.Functions.Catalog;
using Hoth.Functions.Http;
using Hoth.Local.Invocation;
using Hoth.Problems;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.FrontDoor;

/// <summary>Answers every request with the function that has its route, as API Gateway would, and by itself where there is none.</summary>
internal sealed class FunctionFrontDoor
{
    private static readonly Problem BadAnswer = EdgeProblems.Internal with { Status = 502, Detail = "The function gave no answer." };
    private static readonly Problem BadFraming = new(400, ProblemCodes.InvalidInput, "The request is not valid", "The body is not framed as HTTP asks for.");
    private static readonly Problem NoAnswerInTime = EdgeProblems.TemporarilyUnavailable with { Status = 504 };

    private readonly RouteTable<BoundFunction<APIGatewayProxyRequest, APIGatewayProxyResponse>> _routes = new();
    private readonly RouteAuthorizers _authorizers;
    private readonly ProxyRequests _requests;
    private readonly HttpEdge _edge;
    private readonly Invoker _invoker;
    private readonly ILogger _logger;

    public FunctionFrontDoor(
        IEnumerable<BoundFunction<APIGatewayProxyRequest, APIGatewayProxyResponse>> functions, RouteAuthorizers authorizers, ProxyRequests requests, HttpEdge edge, Invoker invoker, ILogger<FunctionFrontDoor> logger)
    {
        (_authorizers, _requests, _edge, _invoker, _logger) = (authorizers, requests, edge, invoker, logger);
        foreach (var function in functions)
        {
            var route = function.Definition.Route ?? throw new ArgumentException($"Function {function.Definition.Name} has no route.", nameof(functions));
            if (!authorizers.Knows(function.Definition)) throw new ArgumentException($"Function {function.Definition.Name} names the authorizer {function.Definition.Authorizer}, and there is none of that name.", nameof(functions));
            _routes.Add(route.Method, route.Template, function);
        }
    }

    public async Task AnswerAsync(HttpContext http)
    {
        try
        {
            var path = ProxyRequests.PathOf(http);
            var match = _routes.Find(http.Request.Method, path);
            var request = _requests.From(http, path, match.Template, match.Parameters);
            await ProxyResponses.WriteAsync(http, await AnswerAsync(http, request, match));
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested || e is ConnectionResetException)
        {
            // The client is gone; nobody is left to answer.
        }
    }

    private async Task<APIGatewayProxyResponse> AnswerAsync(
        HttpContext http, APIGatewayProxyRequest request, RouteMatch<BoundFunction<APIGatewayProxyRequest, APIGatewayProxyResponse>> match)
    {
        if (match.Template is null) return _edge.Refuse(request, EdgeProblems.NoSuchRoute);
        if (match.Target is not { } function)
        {
            var refusal = _edge.Refuse(request, EdgeProblems.MethodNotAllowed);
            refusal.Headers["Allow"] = match.Allow!;
            return refusal;
        }

        // Before the body is read: strangers are not listened to.
        if (await _authorizers.TryRefuseAsync(function.Definition, request) is { } refused) return refused;
        try
        {
            var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
            if (body.IsTooLarge) return _edge.Refuse(request, EdgeProblems.BodyTooLarge);
            (request.Body, request.IsBase64Encoded) = (body.Text!, body.IsBase64);
        }
        catch (BadHttpRequestException)
        {
            return _edge.Refuse(request, BadFraming);
        }

        return await InvokeAsync(function, request);
    }

    private async Task<APIGatewayProxyResponse> InvokeAsync(BoundFunction<APIGatewayProxyRequest, APIGatewayProxyResponse> function, APIGatewayProxyRequest request)
    {
        var definition = function.Definition;
        try
        {
            return await _invoker.InvokeAsync(function, request, request.RequestContext.RequestId) ?? _edge.Refuse(request, BadAnswer);
        }
        catch (TimeoutException)
        {
            Log.RequestTimedOut(_logger, definition.Name, definition.Timeout.TotalSeconds);
            return _edge.Refuse(request, NoAnswerInTime);
        }
        catch (Exception e)
        {
            // The boundary of a request: a function's own edge lets nothing through, this is for one that has none.
            Log.RequestFailed(_logger, definition.Name, e.GetType().Name);
            return _edge.Refuse(request, BadAnswer);
        }
    }
}
