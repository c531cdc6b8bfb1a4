using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using HttpResults = Microsoft.AspNetCore.Http.Results;

namespace Hoth.Aws.Tests.RuntimeApi;

/// <summary>
/// The Lambda Runtime API (2018-06-01) on a loopback port: hands out invocations and keeps what comes back. Point an executable
/// at it with <c>AWS_LAMBDA_RUNTIME_API</c>, or a bootstrap in this process with its options.
/// </summary>
public sealed class RuntimeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Invocation> _queue = Channel.CreateUnbounded<Invocation>();
    private readonly ConcurrentDictionary<string, Invocation> _running = new();
    private readonly TaskCompletionSource<RuntimeError> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;
    private int _polls;

    private RuntimeApiServer(WebApplication app) => _app = app;

    /// <summary>What <c>AWS_LAMBDA_RUNTIME_API</c> is to be.</summary>
    public string HostAndPort => new Uri(_app.Urls.First()).Authority;

    /// <summary>Completes when <c>init/error</c> is posted.</summary>
    public Task<RuntimeError> InitError => _initError.Task;

    /// <summary>How often the runtime asked for an invocation.</summary>
    public int Polls => Volatile.Read(ref _polls);

    public static async Task<RuntimeApiServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new RuntimeApiServer(app);
        var api = app.MapGroup("/2018-06-01/runtime");
        api.MapGet("/invocation/next", server.NextAsync);
        api.MapPost("/invocation/{id}/response", server.ResponseAsync);
        api.MapPost("/invocation/{id}/error", server.ErrorAsync);
        api.MapPost("/init/error", server.InitErrorAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Queues an event and waits until the runtime answered it, for well or ill.</summary>
    /// <param name="payload">The event as JSON.</param>
    /// <param name="timeLeft">From now to the deadline; a minute when not given.</param>
    /// <param name="headers">More headers for <c>invocation/next</c>, such as Lambda-Runtime-Trace-Id.</param>
    public async Task<InvocationOutcome> InvokeAsync(string payload, TimeSpan? timeLeft = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        var id = $"request-{Interlocked.Increment(ref _requests)}";
        var deadline = TimeProvider.System.GetUtcNow() + (timeLeft ?? TimeSpan.FromMinutes(1));
        var invocation = new Invocation(id, payload, deadline, headers ?? new Dictionary<string, string>());
        _running[id] = invocation;
        await _queue.Writer.WriteAsync(invocation);
        return await invocation.Outcome.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _app.DisposeAsync();
    }

    private async Task NextAsync(HttpContext http)
    {
        Interlocked.Increment(ref _polls);
        var invocation = await NextInvocationAsync(http.RequestAborted);
        if (invocation is null)
        {
            http.Abort();
            return;
        }

        invocation.TakenAt = Stopwatch.GetTimestamp();
        var headers = http.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.Id;
        headers["Lambda-Runtime-Deadline-Ms"] = invocation.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-central-1:000000000000:function:tested";
        foreach (var (name, value) in invocation.Headers)
        {
            headers[name] = value;
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(invocation.Payload, http.RequestAborted);
    }

    /// <summary>Null when the runtime is gone or the server ends.</summary>
    private async Task<Invocation?> NextInvocationAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _queue.Reader.ReadAsync(cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            return null;
        }
    }

    private async Task<IResult> ResponseAsync(string id, HttpRequest request) =>
        Finish(id, await ReadAsync(request), null);

    private async Task<IResult> ErrorAsync(string id, HttpRequest request) =>
        Finish(id, null, await ReadErrorAsync(request));

    private async Task<IResult> InitErrorAsync(HttpRequest request)
    {
        _initError.TrySetResult(await ReadErrorAsync(request));
        return Accepted();
    }

    private IResult Finish(string id, string? response, RuntimeError? error)
    {
        if (!_running.TryRemove(id, out var invocation))
        {
            return HttpResults.BadRequest($"{id} is not running");
        }

        invocation.Outcome.SetResult(new(id, invocation.TakenAt, response, error));
        return Accepted();
    }

    private static IResult Accepted() => HttpResults.Text("""{"status":"OK"}""", "application/json", statusCode: StatusCodes.Status202Accepted);

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync();
    }

    private static async Task<RuntimeError> ReadErrorAsync(HttpRequest request)
    {
        using var document = JsonDocument.Parse(await ReadAsync(request));
        return new RuntimeError(request.ContentType, request.Headers["Lambda-Runtime-Function-Error-Type"], document.RootElement.Clone());
    }

    private sealed record Invocation(string Id, string Payload, DateTimeOffset Deadline, IReadOnlyDictionary<string, string> Headers)
    {
        public long TakenAt { get; set; }

        public TaskCompletionSource<InvocationOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
