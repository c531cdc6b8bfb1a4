using System.Security.Cryptography;
using System.Text;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Recording;
using Hoth.MockCsp.Tokens;
using Microsoft.AspNetCore.Http.Features;

namespace Hoth.MockCsp.Hosting;

/// <summary>The way of every request: record → wait → authorize → fault or answer.</summary>
internal sealed class RequestPipeline(IReadOnlyDictionary<string, CspInstance> csps, RequestLog strays, MockCspOptions options, TimeProvider time, CancellationToken stopping)
{
    private const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Middleware after routing: reads the body once and keeps what came, also where no route matched.</summary>
    public async Task ReceiveAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            var path = http.Request.Path.Value!.AsSpan().TrimStart('/');
            var slash = path.IndexOf('/');
            var name = (slash < 0 ? path : path[..slash]).ToString();
            var csp = csps.GetValueOrDefault(name);
            var body = await ReceivedBody.ReadAsync(http.Request, http.RequestAborted);
            csp?.Counters.RequestReceived();
            if (options.RecordRequests && !name.StartsWith('_'))
            {
                (csp?.Log ?? strays).Add(Describe(http, body));
            }

            http.Features.Set(body);
            http.Features.Set(csp);
            await next(http);
        }
        catch (OperationCanceledException)
        {
            // The client went away or the server stops: nobody waits for an answer.
            http.Abort();
        }
    }

    public async Task ServeAsync(HttpContext http, Operation operation)
    {
        if (http.Features.Get<CspInstance>() is not { } csp)
        {
            await Answer.NotFound("CSP").WriteAsync(http);
            return;
        }

        var behaviour = csp.Behaviour;
        if (behaviour.Latency > TimeSpan.Zero && operation.Scope is not null)
        {
            using var gone = Gone(http);
            await Task.Delay(behaviour.Latency, time, gone.Token);
        }

        if (BearerAuthorization.Refusal(csp, operation, http.Request.Headers.Authorization) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        CspRequest request = new(csp, operation, behaviour, http, http.Features.Get<ReceivedBody>()!);
        if (behaviour.Faults.Count > 0 && csp.NextFault(behaviour, operation.Id, JobOf(http.Request, operation)) is { } fault)
        {
            using var gone = Gone(http);
            await FaultWriter.WriteAsync(fault, request, fault.NeedsProcessing ? Serve(request, operation, behaviour) : null, gone.Token);
            return;
        }

        await Serve(request, operation, behaviour).WriteAsync(http);
    }

    /// <summary>Writes are served one at a time and, with the same key and content, once.</summary>
    private static Answer Serve(CspRequest request, Operation operation, CspBehaviour behaviour)
    {
        if (!operation.Writes)
        {
            return operation.Handle(request);
        }

        var http = request.Http.Request;
        var key = behaviour.HonoursIdempotencyKey && http.Headers.TryGetValue(IdempotencyKey, out var value)
            ? $"{value} {http.Method} {http.Path} {Convert.ToHexString(SHA256.HashData(request.Body.Span))}"
            : null;
        lock (request.Csp.Gate)
        {
            if (key is not null && request.Csp.Replays.Find(key) is { } replay)
            {
                return replay;
            }

            var answer = operation.Handle(request);
            if (key is not null && answer.Status < 300)
            {
                request.Csp.Replays.Add(key, answer);
            }

            return answer;
        }
    }

    private CancellationTokenSource Gone(HttpContext http) => CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);

    private static string JobOf(HttpRequest request, Operation operation) =>
        !operation.CountsByPath && request.Headers.TryGetValue(IdempotencyKey, out var key) ? key.ToString() : $"{request.Path}{request.QueryString}";

    private ReceivedRequest Describe(HttpContext http, ReceivedBody body)
    {
        var operation = http.GetEndpoint()?.Metadata.GetMetadata<Operation>();
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.Headers)
        {
            if (!name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            {
                headers[name] = value.ToString();
            }
        }

        return new(
            http.Request.Method,
            http.Features.Get<IHttpRequestFeature>()!.RawTarget,
            operation?.Id,
            headers,
            http.Request.Headers.ContainsKey("Authorization"),
            operation?.Id == TokenEndpoint.Operation.Id ? "" : Encoding.UTF8.GetString(body.Bytes.Span),
            time.GetUtcNow());
    }
}
