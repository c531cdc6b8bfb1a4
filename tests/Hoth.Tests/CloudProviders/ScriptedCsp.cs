using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Hoth.Tests.CloudProviders;

/// <summary>A loopback server with a token endpoint at /token and a CSP everywhere else, both scripted by the test, that remembers what it was sent.</summary>
internal sealed class ScriptedCsp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _tokens;

    private ScriptedCsp(WebApplication app) => _app = app;

    public Uri Uri => new(_app.Urls.Single() + "/atat/");

    public Uri TokenUri => new(_app.Urls.Single() + "/token");

    /// <summary>Requests to anything but the token endpoint.</summary>
    public ConcurrentQueue<Recorded> Requests { get; } = new();

    public ConcurrentQueue<Recorded> TokenRequests { get; } = new();

    /// <summary>What the CSP answers; 200 and {} unless scripted.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = c => JsonAsync(c, 200, "{}");

    /// <summary>What the token endpoint answers; token-1, token-2, … for an hour unless scripted.</summary>
    public Func<HttpContext, Task> TokenAnswer { get; set; } = _ => Task.CompletedTask;

    public static async Task<ScriptedCsp> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var csp = new ScriptedCsp(app);
        csp.TokenAnswer = c => JsonAsync(c, 200, csp.NextToken(3600));
        app.Run(csp.HandleAsync);
        await app.StartAsync();
        return csp;
    }

    /// <summary>A token answer with the next number.</summary>
    public string NextToken(int expiresIn) =>
        $$"""{"access_token":"token-{{Interlocked.Increment(ref _tokens)}}","token_type":"Bearer","expires_in":{{expiresIn}}}""";

    public static Task JsonAsync(HttpContext context, int status, string json) => TextAsync(context, status, "application/json", json);

    public static async Task TextAsync(HttpContext context, int status, string? contentType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (text.Length > 0) await context.Response.WriteAsync(text);
    }

    /// <summary>Ends connections in progress, too.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var recorded = new Recorded(
            context.Request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());

        var isToken = context.Request.Path == "/token";
        (isToken ? TokenRequests : Requests).Enqueue(recorded);
        await (isToken ? TokenAnswer : Answer)(context);
    }
}

/// <summary>A request as it came over the wire.</summary>
internal sealed record Recorded(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
