using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Hoth.Callers;
using Hoth.Json;
using Hoth.Problems;

namespace Hoth.Functions.Http;

/// <summary>A request that has passed the edge: its body, if it has to have one, is strict JSON of at most <see cref="HttpEdge.MaxBodyBytes"/>.</summary>
public sealed class ApiRequest
{
    private readonly APIGatewayProxyRequest _request;
    private readonly JsonElement? _body;

    internal ApiRequest(APIGatewayProxyRequest request, JsonElement? body, string correlationId, string traceParent, RequestUrls urls)
    {
        _request = request;
        _body = body;
        CorrelationId = correlationId;
        Urls = urls;
        TraceParent = traceParent;
    }

    /// <summary>The client's <c>X-Correlation-Id</c> if it is a good one, else a new id. Sent back, logged, and kept on job records.</summary>
    public string CorrelationId { get; }

    /// <summary>The client's W3C trace context, or a new one. Logged, and kept on job records.</summary>
    public string TraceParent { get; }

    /// <summary>Absolute URLs of this API.</summary>
    public RequestUrls Urls { get; }

    /// <summary>Who asks: what the authorizer of the route found in the token.</summary>
    /// <exception cref="ProblemException">401: no authorizer has seen this request.</exception>
    public Caller Caller() => TokenCaller.Of(_request) ?? throw Problem.Unauthorized.ToException();

    /// <summary>The body where there is one; valid until the request is answered.</summary>
    public JsonElement? OptionalBody => _body;

    /// <summary>The body; valid until the request is answered.</summary>
    /// <exception cref="InvalidOperationException">The function did not ask the edge for a body.</exception>
    public JsonElement Body => _body ?? throw new InvalidOperationException("This function takes no body.");

    /// <summary>
    /// A path parameter with its percent-encoding taken off. API Gateway REST APIs pass path parameters as the client encoded them
    /// (query parameters arrive decoded); it is decoded exactly once, and <c>%2F</c> stays within its parameter.
    /// </summary>
    /// <exception cref="InvalidOperationException">The route has no such parameter.</exception>
    public string PathParameter(string name) =>
        _request.PathParameters is { } parameters && parameters.TryGetValue(name, out var value) && value is not null
            ? Uri.UnescapeDataString(value)
            : throw new InvalidOperationException($"The route of this function has no parameter {name}.");

    /// <summary>A query parameter as decoded by the host, or null when it is absent.</summary>
    /// <exception cref="ProblemException">400: it was given more than once.</exception>
    public string? Query(string name)
    {
        if (_request.MultiValueQueryStringParameters is { } many && many.TryGetValue(name, out var values) && values is { Count: > 1 })
        {
            var violations = new Violations();
            violations.Add($"query.{name}", "must be given once");
            violations.ThrowIfAny();
        }

        return _request.QueryStringParameters is { } single && single.TryGetValue(name, out var value) ? value : null;
    }

    /// <summary>A header's value, or null when it is absent; several values are joined by commas (RFC 9110 section 5.3).</summary>
    public string? Header(string name) => RequestHeaders.Find(_request, name);

    /// <summary>The seconds of a preference such as <c>Prefer: lease=60</c> (RFC 7240), or null when the client states none.</summary>
    /// <param name="preference">Its name.</param>
    /// <param name="minimum">The least that is allowed, in seconds.</param>
    /// <param name="maximum">The most that is allowed, in seconds.</param>
    /// <exception cref="ProblemException">
    /// 400: the value is no whole number in that range. RFC 7240 would let us ignore it, but a client that wanted to lease must not get a draining answer.
    /// </exception>
    public TimeSpan? PreferredSeconds(string preference, int minimum, int maximum)
    {
        if (PreferHeader.Find(Header("Prefer"), preference) is not { } text) return null;
        if (PreferHeader.TryParseSeconds(text, out var seconds) && seconds >= minimum && seconds <= maximum) return TimeSpan.FromSeconds(seconds);
        var violations = new Violations();
        violations.Add("header.Prefer", $"{preference} must be a whole number of seconds from {minimum} to {maximum}");
        throw violations.ToProblem().ToException();
    }
}
