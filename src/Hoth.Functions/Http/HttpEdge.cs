using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Hoth.Functions.Composition;
using Hoth.Ports;
using Hoth.Problems;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Functions.Http;

/// <summary>
/// What every HTTP function does around its use case: read and check the request, give it a correlation id and a deadline, and turn
/// whatever happens into an answer. Nothing of a body is logged, and nothing of the input comes back that the use case did not write itself.
/// </summary>
public sealed class HttpEdge(HostPorts ports)
{
    /// <summary>A body may have so many bytes after decoding: 256 KiB.</summary>
    public const int MaxBodyBytes = BodyReader.MaxBytes;

    /// <summary>The answer must leave before Lambda ends the invocation.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Lambda ends every invocation after 15 minutes.</summary>
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    private readonly ILogger _logger = ports.LoggerFactory.CreateLogger<HttpEdge>();

    /// <summary>Answers a request that must have a JSON body.</summary>
    public Task<APIGatewayProxyResponse> WithBodyAsync(
        APIGatewayProxyRequest request, ILambdaContext context, Func<ApiRequest, CancellationToken, Task<ApiResponse>> useCase) =>
        AnswerAsync(request, context, BodyReader.Read, useCase);

    /// <summary>Answers a request that may have a JSON body.</summary>
    public Task<APIGatewayProxyResponse> WithOptionalBodyAsync(
        APIGatewayProxyRequest request, ILambdaContext context, Func<ApiRequest, CancellationToken, Task<ApiResponse>> useCase) =>
        AnswerAsync(request, context, r => string.IsNullOrEmpty(r.Body) ? null : BodyReader.Read(r), useCase);

    /// <summary>Answers a request that has no body; one that is sent is ignored (RFC 9110 section 9.3.1).</summary>
    public Task<APIGatewayProxyResponse> WithoutBodyAsync(
        APIGatewayProxyRequest request, ILambdaContext context, Func<ApiRequest, CancellationToken, Task<ApiResponse>> useCase) =>
        AnswerAsync(request, context, _ => null, useCase);

    /// <summary>Answers a request that reaches no function, in the shape of every other answer.</summary>
    public APIGatewayProxyResponse Refuse(APIGatewayProxyRequest request, Problem problem)
    {
        var correlationId = CorrelationIdOf(request);
        return Finish(ProblemWriter.Write(problem, correlationId), correlationId);
    }

    private async Task<APIGatewayProxyResponse> AnswerAsync(
        APIGatewayProxyRequest request,
        ILambdaContext context,
        Func<APIGatewayProxyRequest, JsonDocument?> readBody,
        Func<ApiRequest, CancellationToken, Task<ApiResponse>> useCase)
    {
        var started = ports.Time.GetTimestamp();
        var correlationId = CorrelationIdOf(request);
        var traceParent = TraceParent.Normalize(RequestHeaders.Find(request, "traceparent")) ?? TraceParent.New(ports.Ids);
        using var scope = _logger.BeginScope(new Dictionary<string, object> { ["CorrelationId"] = correlationId, ["TraceId"] = JobStep.TraceIdOf(traceParent)! });
        var response = await TryAsync(request, context, readBody, useCase, correlationId, traceParent);
        // Resource is the route's template, so that no id is in this line.
        Log.RequestAnswered(_logger, request.HttpMethod, request.Resource, response.Status, ports.Time.GetElapsedTime(started).TotalMilliseconds);
        return Finish(response, correlationId);
    }

    private async Task<ApiResponse> TryAsync(
        APIGatewayProxyRequest request,
        ILambdaContext context,
        Func<APIGatewayProxyRequest, JsonDocument?> readBody,
        Func<ApiRequest, CancellationToken, Task<ApiResponse>> useCase,
        string correlationId,
        string traceParent)
    {
        using var deadline = new CancellationTokenSource(TimeLeft(context), ports.Time);
        try
        {
            using var body = readBody(request);
            var urls = RequestUrls.For(request, ports.PublicUrl);
            return await useCase(new ApiRequest(request, body?.RootElement, correlationId, traceParent, urls), deadline.Token);
        }
        catch (ProblemException e)
        {
            Log.RequestRefused(_logger, e.Problem.Status, e.Problem.Code);
            return ProblemWriter.Write(e.Problem, correlationId);
        }
        catch (PortUnavailableException e)
        {
            Log.PortUnavailable(_logger, e.Port, e.InnerException?.GetType().FullName ?? "no cause");
            return ProblemWriter.Write(EdgeProblems.TemporarilyUnavailable, correlationId);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Log.RequestTimedOut(_logger);
            return ProblemWriter.Write(EdgeProblems.TemporarilyUnavailable, correlationId);
        }
        catch (Exception e)
        {
            // Messages of exceptions may quote input; type and stack say where to look.
            Log.RequestFailed(_logger, e.GetType().FullName!, e.StackTrace ?? "");
            return ProblemWriter.Write(EdgeProblems.Internal, correlationId);
        }
    }

    private static TimeSpan TimeLeft(ILambdaContext context)
    {
        var left = context.RemainingTime - AnswerTime;
        // A host may say that there is no end; a timer has to have one.
        return TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, LongestInvocation.Ticks));
    }

    private string CorrelationIdOf(APIGatewayProxyRequest request) => RequestHeaders.FindCorrelationId(request) ?? ports.Ids.NewId();

    private static APIGatewayProxyResponse Finish(ApiResponse response, string correlationId)
    {
        response.With("X-Correlation-Id", correlationId).With("X-Content-Type-Options", "nosniff").With("Cache-Control", "no-store");
        return new APIGatewayProxyResponse
        {
            StatusCode = response.Status,
            Headers = new Dictionary<string, string>(response.Headers),
            Body = response.Body,
        };
    }
}
