using System.Net;
using Hoth.Local.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hoth.Local.FrontDoor;

/// <summary>
/// Kestrel and nothing else. It listens before anything behind it is ready, because URLs in answers need the port that it was given;
/// requests wait until <see cref="Open"/>.
/// </summary>
internal sealed class FrontDoorServer : IAsyncDisposable
{
    private readonly TaskCompletionSource<RequestDelegate> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _app;

    private FrontDoorServer()
    {
    }

    /// <summary>Where it listens, with the port that it was given.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Starts to listen.</summary>
    /// <exception cref="StartException">The address is in use, or not one of this machine.</exception>
    public static async Task<FrontDoorServer> StartAsync(Uri url, CancellationToken cancellationToken)
    {
        var server = new FrontDoorServer();
        // The empty builder reads no environment variable and no file: other programs' settings do not leak in.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // RequestBody has the limit. With one here as well, Kestrel would reset the connection and the client would not see the answer;
            // without, it reads what is left of a refused body for up to 5 s.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(AddressOf(url), url.Port);
        });
        var app = builder.Build();
        app.Run(server.AnswerAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await app.DisposeAsync();
            throw new StartException($"The front door cannot listen on {url.GetLeftPart(UriPartial.Authority)}: {Reason(e)} Choose another address with --urls, or port 0 for a free one.", e);
        }

        server._app = app;
        server.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>True when other machines can reach the address.</summary>
    public static bool IsPublic(Uri url) => !IPAddress.IsLoopback(AddressOf(url));

    /// <summary>Lets requests in, those that are waiting first.</summary>
    public void Open(RequestDelegate answer) => _ready.TrySetResult(answer);

    /// <summary>Accepts no more requests and waits for those under way.</summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        // Not opened: start failed, and who waits is sent away.
        _ready.TrySetResult(static http =>
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        if (_app is not null) await _app.StopAsync(hurry);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        if (_app is not null) await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext http) =>
        _ready.Task.IsCompletedSuccessfully ? _ready.Task.Result(http) : WaitAndAnswerAsync(http);

    private async Task WaitAndAnswerAsync(HttpContext http) => await (await _ready.Task.WaitAsync(http.RequestAborted))(http);

    private static IPAddress AddressOf(Uri url) =>
        // Kestrel gives "localhost" no free port; the loopback address is what it means.
        url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.DnsSafeHost);

    private static string Reason(Exception exception) =>
        exception.GetBaseException() is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.AddressAlreadyInUse }
            ? "the port is in use."
            : exception.GetBaseException().Message.TrimEnd('.') + ".";
}
