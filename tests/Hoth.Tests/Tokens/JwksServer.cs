using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hoth.Tests.Tokens;

/// <summary>A loopback server that publishes keys, or whatever else a test wants.</summary>
internal sealed class JwksServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _fetches;
    private int _underWay;
    private int _mostAtOnce;

    private JwksServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single() + "/keys");

    /// <summary>How often it was asked.</summary>
    public int Fetches => _fetches;

    /// <summary>How many asked at the same time, at most.</summary>
    public int MostAtOnce => _mostAtOnce;

    /// <summary>What it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = c => c.Response.WriteAsync("{}");

    /// <summary>Answers with a key set from now on.</summary>
    public void Publish(params object[] keys) => Say(200, TestIssuer.KeySet(keys));

    /// <summary>Answers with a text from now on.</summary>
    public void Say(int status, string text) => Answer = async context =>
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text);
    };

    public static async Task<JwksServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new JwksServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Ends connections in progress, too.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _fetches);
        var now = Interlocked.Increment(ref _underWay);
        if (now > _mostAtOnce) _mostAtOnce = now;
        try
        {
            await Answer(context);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
