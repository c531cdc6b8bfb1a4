using System.Net;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Hosting;
using Hoth.MockCsp.Recording;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hoth.MockCsp;

/// <summary>
/// Cloud service providers that follow the ATAT CSP API 1.3.2, in this process, on loopback, in memory. Each lives below its
/// name: <c>{BaseAddress}{csp}/portfolios</c>, its tokens at <c>{BaseAddress}{csp}/oauth2/token</c>.
/// </summary>
public sealed class MockCspServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly IReadOnlyDictionary<string, CspInstance> csps;
    private readonly RequestLog strays;

    private MockCspServer(WebApplication app, IReadOnlyDictionary<string, CspInstance> csps, RequestLog strays, Uri baseAddress)
    {
        (this.app, this.csps, this.strays, BaseAddress) = (app, csps, strays, baseAddress);
    }

    /// <summary>The address it listens on, with the port that was taken.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The names of its CSPs.</summary>
    public IEnumerable<string> Csps => csps.Keys;

    internal IEnumerable<(string Name, string Description)> Describe() => csps.Values.Select(csp => (csp.Name, DemoCsps.Describe(csp.Behaviour)));

    /// <summary>Requests that named no CSP, oldest first: what a client sent where it should not have.</summary>
    public IReadOnlyList<ReceivedRequest> StrayRequests => strays.Snapshot();

    /// <summary>Starts a server.</summary>
    /// <exception cref="ArgumentException">The options are wrong; the message names every violation.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<MockCspServer> StartAsync(MockCspOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        OptionsCheck.ThrowIfInvalid(options);
        var csps = options.Csps.ToDictionary(entry => entry.Key, entry => new CspInstance(entry.Key, entry.Value, options, time), StringComparer.Ordinal);
        RequestLog strays = new(options.MaxRecordedRequests);

        // The empty builder reads no environment variable and no file: a host's own settings do not leak in.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            var address = options.Url.HostNameType == UriHostNameType.Dns ? IPAddress.Loopback : IPAddress.Parse(options.Url.DnsSafeHost);
            kestrel.Listen(address, options.Url.Port);
        });
        var app = builder.Build();
        RequestPipeline pipeline = new(csps, strays, options, time, app.Lifetime.ApplicationStopping);
        app.UseRouting();
        app.Use(next => http => pipeline.ReceiveAsync(http, next));
        foreach (var operation in Operations.All)
        {
            app.MapMethods($"/{{csp}}{operation.Path}", [operation.Method], http => pipeline.ServeAsync(http, operation)).WithMetadata(operation);
        }

        AdminEndpoints.Map(app, csps);
        OpenApiEndpoints.Map(app, csps.Keys);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new(app, csps, strays, new(bound));
    }

    /// <summary>The address that a CSP's API is below, without a slash at its end.</summary>
    public Uri AddressOf(string csp) => new(BaseAddress, csp);

    /// <summary>What a CSP received, oldest first.</summary>
    public IReadOnlyList<ReceivedRequest> Requests(string csp) => csps[csp].Log.Snapshot();

    /// <summary>What a CSP did.</summary>
    public CspCounters Counters(string csp) => csps[csp].Counters.Snapshot();

    /// <summary>Gives a CSP another script; its faults count from zero.</summary>
    /// <exception cref="ArgumentException">The script is wrong; the message names every violation.</exception>
    public void Script(string csp, CspBehaviour behaviour)
    {
        OptionsCheck.ThrowIfInvalid(csp, behaviour);
        csps[csp].Behaviour = behaviour;
    }

    /// <summary>Every token issued so far is worth nothing from now on.</summary>
    public void RevokeTokens(string csp) => csps[csp].Tokens.RevokeAll();

    /// <summary>Forgets the requests recorded so far; counters stay.</summary>
    public void ClearRequests(string csp) => csps[csp].Log.Clear();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
