using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.SQSEvents;
using Hoth.Functions.Catalog;
using Hoth.Functions.Composition;
using Hoth.Functions.Http;
using Hoth.HttpJobs.Definitions;
using Hoth.Local.FrontDoor;
using Hoth.Local.Invocation;
using Hoth.Local.Operations;
using Hoth.Local.Pumps;
using Hoth.Local.Schedules;
using Hoth.Local.Tokens;
using Hoth.MockCsp;
using Hoth.Ports;
using Hoth.QaRuns.Runs;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Hosting;

/// <summary>
/// Hoth in one process: every function of the catalog, called by its route, its queue or its schedule, on ports that live in a data
/// directory. Started in an order in which nothing is asked for before it is there, and stopped in the opposite one.
/// </summary>
public sealed class LocalHost : IAsyncDisposable
{
    /// <summary>What was begun gets so much time to end; what has not ended goes on at the next start.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(25);

    private readonly LocalHostSetup _setup;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<(string Name, Task Task)> _workers = [];
    private FrontDoorServer? _frontDoor;
    private LocalStorage? _storage;
    private LocalWorkflows? _workflows;
    private MockCspServer? _mock;
    private LocalTokens? _tokens;
    private HothComposition? _composition;
    private PrometheusMetrics? _metrics;
    private Invoker? _invoker;
    private bool _stopped;

    private LocalHost(LocalHostSetup setup)
    {
        _setup = setup;
        _logger = setup.LoggerFactory.CreateLogger<LocalHost>();
    }

    /// <summary>Where the front door listens, with the port that it was given.</summary>
    public Uri Address => _frontDoor!.Address;

    /// <summary>The mock CSPs, or null when there are none.</summary>
    public MockCspServer? Mock => _mock;

    /// <summary>The names of all CSPs, sorted.</summary>
    public IReadOnlyList<string> Csps => _composition!.Ports.Csps.Names;

    /// <summary>Whose tokens it takes.</summary>
    internal LocalTokens Tokens => _tokens!;

    /// <summary>What the functions work on.</summary>
    public HostPorts Ports => _composition!.Ports;

    /// <summary>True when no function runs and nothing is being written: until somebody asks for something, only a timer can change that.</summary>
    internal bool IsIdle => _invoker!.UnderWay == 0 && _storage!.Database.Writer.IsIdle;

    /// <summary>Starts everything; when this returns, requests are answered and queues are worked on.</summary>
    /// <exception cref="StartException">It cannot start as it was told to; nothing is left running.</exception>
    public static async Task<LocalHost> StartAsync(LocalHostSetup setup, CancellationToken cancellationToken)
    {
        var host = new LocalHost(setup);
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.CloseAsync();
            throw;
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var (options, time) = (_setup.Options, _setup.Time);
        var csps = new CspConfiguration(_setup);
        _frontDoor = await FrontDoorServer.StartAsync(options.Url, cancellationToken);
        var publicUrl = options.PublicUrl ?? new Uri(_frontDoor.Address.GetLeftPart(UriPartial.Authority));

        ArtifactLinks? links = null;
        _storage = LocalStorage.Open(options.DataDirectory, time, (key, expiresAt) => links!.UrlOf(publicUrl, key, expiresAt));
        links = new ArtifactLinks(ArtifactLinks.LoadKey(options.DataDirectory), time);
        _tokens = LocalTokens.Open(options, _frontDoor.Address, time, _logger);
        if (options.Mock) _mock = await MockCspServer.StartAsync(_setup.Mock, time, cancellationToken);

        _workflows = new LocalWorkflows(_storage.Database, _setup.Catalog, _setup.LoggerFactory);
        _composition = new HothComposition(new HostPorts
        {
            Queue = _storage.Queue,
            Jobs = _storage.Jobs,
            Documents = _storage.Documents,
            Feeds = _storage.Feeds,
            Artifacts = _storage.Artifacts,
            Workflows = _workflows,
            Secrets = csps.SecretsWith(_mock),
            Csps = csps.DirectoryWith(_mock),
            HttpJobs = new Lazy<HttpJobDefinitions>(csps.HttpJobsWith(_mock)),
            // Whoever can call this host can call what listens on its machine anyway, unless it listens to others.
            Qa = new QaSettings { Targets = [.. options.QaTargets], AllowsLoopback = !FrontDoorServer.IsPublic(options.Url) },
            Ids = SystemIds.Instance,
            Time = time,
            FaultPoints = options.FaultPoint is { } point ? new KillingFaultPoint(point) : NoFaultPoints.Instance,
            LoggerFactory = _setup.LoggerFactory,
            Tokens = _tokens.Settings,
            PublicUrl = publicUrl,
        });

        _metrics = new PrometheusMetrics(_composition.Ports.Metrics);

        // Before anything else works on the jobs: what the last process left undone is then known to be undone.
        await SweepAsync(cancellationToken);
        var functions = _setup.Catalog.All.Select(definition => definition.Bind(_composition)).ToList();
        var invoker = _invoker = new Invoker(SystemIds.Instance, time, _setup.LoggerFactory);
        StartWorkers(functions, invoker);
        _workflows.Run(functions, invoker);
        OpenFrontDoor(functions, invoker, new ArtifactDownloads(links, _storage.Artifacts));

        if (FrontDoorServer.IsPublic(options.Url)) Log.NoAuthentication(_logger, Address);
        Log.Ready(_logger, Address, Path.GetFullPath(options.DataDirectory), string.Join(", ", Csps));
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _composition!.SweepJobs().ExecuteAsync(afterRestart: true, cancellationToken);
        }
        catch (PortUnavailableException e)
        {
            Log.FirstSweepFailed(_logger, e.GetType().Name);
        }
    }

    private void StartWorkers(List<BoundFunction> functions, Invoker invoker)
    {
        var loggers = _setup.LoggerFactory;
        foreach (var function in functions.OfType<BoundFunction<SQSEvent, SQSBatchResponse>>())
        {
            _workers.Add((function.Definition.Name, PumpAsync(new QueuePump(function, _storage!.Queue, invoker, _setup.Time, loggers.CreateLogger<QueuePump>()))));
        }

        foreach (var function in functions.OfType<BoundFunction<JsonElement, JsonElement>>())
        {
            if (function.Definition.Schedule is not { } schedule) continue;
            var runner = new ScheduleRunner(
                function, _setup.Options.SweepInterval ?? schedule.Period, invoker, _setup.Time, loggers.CreateLogger<ScheduleRunner>());
            _workers.Add((function.Definition.Name, runner.RunAsync(_stopping.Token)));
        }
    }

    private async Task PumpAsync(QueuePump pump)
    {
        using (pump) await pump.RunAsync(_stopping.Token);
    }

    private void OpenFrontDoor(List<BoundFunction> functions, Invoker invoker, ArtifactDownloads downloads)
    {
        var authorizers = new RouteAuthorizers(
            functions.OfType<BoundFunction<AuthorizerRequest, APIGatewayCustomAuthorizerResponse>>(), _composition!.Edge, invoker, _setup.LoggerFactory.CreateLogger<RouteAuthorizers>());
        var frontDoor = new FunctionFrontDoor(
            functions.OfType<BoundFunction<APIGatewayProxyRequest, APIGatewayProxyResponse>>(),
            authorizers,
            new ProxyRequests(Address, SystemIds.Instance, _setup.Time),
            _composition.Edge,
            invoker,
            _setup.LoggerFactory.CreateLogger<FunctionFrontDoor>());
        var operations = new OperationsEndpoints(_metrics!, cancellationToken => _storage!.Jobs.FindAsync("health", cancellationToken), () => [.. _workers.Where(w => w.Task.IsCompleted).Select(w => w.Name)]);
        _frontDoor!.Open(async http =>
        {
            if (await downloads.TryAnswerAsync(http) || await operations.TryAnswerAsync(http)) return;
            if (_tokens?.Issuer is { } issuer && await issuer.TryAnswerAsync(http)) return;
            await frontDoor.AnswerAsync(http);
        });
    }

    /// <summary>Stops in order: no new requests, requests under way, batches under way, storage, mock CSPs. At most 25 s.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped) return;
        _stopped = true;
        Log.Stopping(_logger);
        using var hurry = new CancellationTokenSource(DrainTime, TimeProvider.System);
        await _frontDoor!.StopAsync(hurry.Token);
        await _stopping.CancelAsync();
        await _workflows!.StopAsync(hurry.Token);
        foreach (var (name, worker) in _workers)
        {
            // WhenAny takes no token, and a worker never fails: its boundaries are inside.
            await Task.WhenAny(worker, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, hurry.Token));
            if (!worker.IsCompleted) Log.NotDrained(_logger, DrainTime.TotalSeconds, name);
        }

        await CloseAsync();
        Log.StorageClosed(_logger, _storage!.Written.Operations, _storage.Written.Commits);
        Log.Stopped(_logger);
    }

    private async Task CloseAsync()
    {
        if (_frontDoor is not null) await _frontDoor.DisposeAsync();
        if (_workflows is not null) await _workflows.DisposeAsync();
        _composition?.Dispose();
        _tokens?.Dispose();
        _metrics?.Dispose();
        _storage?.Dispose();
        if (_mock is not null) await _mock.DisposeAsync();
        _stopping.Dispose();
    }
}
