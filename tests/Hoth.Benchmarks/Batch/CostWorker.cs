using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Hoth.CloudProviders;
using Hoth.Functions.Catalog;
using Hoth.Functions.Composition;
using Hoth.Local.Storage;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Benchmarks.Batch;

/// <summary>The cost functions of the catalog on SQLite and a CSP server, with batches handed to the worker by hand.</summary>
internal sealed class CostWorker : IAsyncDisposable
{
    private const string Csp = "csp-slow";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("hoth-bench-");
    private readonly MockCspServer _csp;
    private readonly SqliteDatabase _database;
    private readonly HothComposition _composition;
    private readonly BoundFunction<APIGatewayProxyRequest, APIGatewayProxyResponse> _start;
    private readonly BoundFunction<SQSEvent, SQSBatchResponse> _request;
    private int _jobs;

    private CostWorker(MockCspServer csp)
    {
        _csp = csp;
        _database = SqliteDatabase.Open(new SqliteDatabaseOptions { DataDirectory = _directory.FullName }, TimeProvider.System);
        _composition = new HothComposition(PortsOf(csp.AddressOf(Csp)));
        var catalog = FunctionCatalog.Create();
        _start = (BoundFunction<APIGatewayProxyRequest, APIGatewayProxyResponse>)catalog["StartCostJob"].Bind(_composition);
        _request = (BoundFunction<SQSEvent, SQSBatchResponse>)catalog["RequestCosts"].Bind(_composition);
    }

    public static async Task<CostWorker> StartAsync(TimeSpan latency, CancellationToken cancellationToken)
    {
        var options = new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [Csp] = new() { Latency = latency } }, RecordRequests = false };
        return new(await MockCspServer.StartAsync(options, TimeProvider.System, cancellationToken));
    }

    /// <summary>Posts so many cost jobs.</summary>
    public async Task AcceptAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var id = $"bench-{++_jobs}";
            var answer = await _start.InvokeAsync(
                new APIGatewayProxyRequest
                {
                    HttpMethod = "POST",
                    Resource = "/cost-jobs",
                    Path = "/cost-jobs",
                    Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" },
                    Body = $$"""{"requestId":"{{id}}","portfolioId":"p{{_jobs % 10}}","targetCspName":"{{Csp}}","startDate":"2024-01","endDate":"2024-12"}""",
                },
                new TestLambdaContext { RemainingTime = TimeSpan.FromSeconds(10) });
            if (answer.StatusCode != 202) throw new InvalidOperationException($"A job was not accepted: {answer.Body}");
        }
    }

    /// <summary>Receives that many messages and has the worker do them, as an event source does.</summary>
    public async Task WorkAsync(int count)
    {
        var queue = _composition.Ports.Queue;
        var batch = await queue.ReceiveAsync(Queues.CostRequests, count, TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(5), CancellationToken.None);
        if (batch.Count != count) throw new InvalidOperationException($"There were {batch.Count} messages instead of {count}.");
        var answer = await _request.InvokeAsync(
            new SQSEvent { Records = [.. batch.Select(m => new SQSEvent.SQSMessage { MessageId = m.MessageId, ReceiptHandle = m.Receipt, Body = m.Body })] },
            new TestLambdaContext { RemainingTime = TimeSpan.FromSeconds(60) });
        if (answer.BatchItemFailures.Count > 0) throw new InvalidOperationException($"{answer.BatchItemFailures.Count} of {count} requests failed.");
        await queue.DeleteAsync(Queues.CostRequests, [.. batch.Select(m => m.Receipt)], CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _composition.Dispose();
        _database.Dispose();
        await _csp.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private HostPorts PortsOf(Uri csp) => new()
    {
        Queue = new SqliteQueue(_database),
        Jobs = new SqliteJobStore(_database),
        Documents = new SqliteDocumentStore(_database),
        Feeds = new SqliteEventFeed(_database),
        Artifacts = new FileArtifactStore(_directory.FullName, SystemIds.Instance, TimeProvider.System, static (key, _) => new Uri($"http://localhost/artifacts/{key}")),
        Workflows = new NoWorkflows(),
        Secrets = new OneSecret(),
        Csps = CspDirectory.Parse($$"""
            { "{{Csp}}": { "uri": "{{csp}}/", "token": { "endpoint": "{{csp}}/oauth2/token", "scopes": ["atat/read-cost"] }, "secret": "bench" } }
            """),
        Ids = SystemIds.Instance,
        Time = TimeProvider.System,
        FaultPoints = NoFaultPoints.Instance,
        LoggerFactory = NullLoggerFactory.Instance,
        PublicUrl = new Uri("http://localhost"),
    };

    /// <summary>Cost jobs start none.</summary>
    private sealed class NoWorkflows : IWorkflowStarter
    {
        public Task StartAsync(string workflow, string executionName, string input, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"A cost job started the workflow {workflow}.");
    }

    private sealed class OneSecret : ISecrets
    {
        public Task<string?> FindAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult<string?>("""{"clientId":"hoth","clientSecret":"mock-secret"}""");
    }
}
