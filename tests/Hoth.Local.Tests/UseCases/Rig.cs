using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Hoth.Callers;
using Hoth.CloudProviders;
using Hoth.Functions.Catalog;
using Hoth.Functions.Composition;
using Hoth.HttpJobs.Definitions;
using Hoth.Jobs;
using Hoth.Local.Storage;
using Hoth.Local.Tests.Storage;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Exports;
using Hoth.PortContracts;
using Hoth.Ports;
using Hoth.QaRuns.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

/// <summary>
/// The functions of the catalog on real ports (SQLite, files) and a real CSP server, called by hand and on a clock that the test
/// moves, so that a test decides what happens when. A fault point can be made to throw, which leaves everything durable as a kill would.
/// </summary>
public sealed class Rig : IAsyncLifetime, IDisposable
{
    public const string Csp = "csp-test";

    /// <summary>A CSP that refuses connections.</summary>
    public const string Nowhere = "csp-nowhere";

    /// <summary>A CSP whose costs are asynchronous; the result is its document.</summary>
    public const string Export = "csp-export";

    /// <summary>The same CSP, with the documents as records of the result.</summary>
    public const string Records = "csp-records";

    private readonly TestDatabase _database = new();
    private MockCspServer? _csp;
    private HothComposition? _composition;

    public MockCspServer Mock => _csp!;

    public ManualTimeProvider Clock => _database.Clock;

    public ThrowingFaultPoints Faults { get; } = new();

    /// <summary>Set before <see cref="InitializeAsync"/>.</summary>
    public ILoggerFactory Loggers { get; set; } = NullLoggerFactory.Instance;

    /// <summary>What tests operations for QA runs; null: it is done over HTTP. Set before <see cref="InitializeAsync"/>.</summary>
    public IQaOperations? QaOperations { get; set; }

    public HostPorts Ports => _composition!.Ports;

    public StartedWorkflows Started { get; } = new();

    public IQueue Queue => Ports.Queue;

    /// <summary>The same queue, waiting on the clock: for those whom a test lets run while it moves the clock.</summary>
    public IQueue PatientQueue { get; private set; } = null!;

    public IJobStore Jobs => Ports.Jobs;

    /// <summary>The data directory.</summary>
    public string Directory => _database.Path;

    /// <summary>Where it keeps everything but artifacts.</summary>
    internal SqliteDatabase Database => _database.Database;

    public async Task InitializeAsync()
    {
        _csp = await MockCspServer.StartAsync(
            new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [Csp] = new(), [Export] = new() { CostExports = new() } } }, Clock);
        await ComposeAsync(honoursKey: true);
    }

    /// <summary>Composes anew on the same data.</summary>
    /// <param name="honoursKey">What the directory says of the CSP.</param>
    public Task ComposeAsync(bool honoursKey)
    {
        _composition?.Dispose();
        var address = _csp!.AddressOf(Csp).AbsoluteUri;
        var export = _csp.AddressOf(Export);
        var ids = new SystemIds();
        PatientQueue = new SqliteQueue(_database.Database);
        _composition = new HothComposition(new HostPorts
        {
            Queue = new ImpatientQueue(PatientQueue),
            Jobs = new SqliteJobStore(_database.Database),
            Documents = new SqliteDocumentStore(_database.Database),
            Feeds = new SqliteEventFeed(_database.Database),
            Qa = new QaSettings { AllowsLoopback = true },
            QaOperations = QaOperations,
            Artifacts = new FileArtifactStore(_database.Path, ids, Clock, (key, expiry) => new Uri($"http://localhost/artifacts/{key}?until={expiry.ToUnixTimeSeconds()}")),
            Workflows = Started,
            Secrets = new FixedSecrets("""{"clientId":"hoth","clientSecret":"mock-secret"}"""),
            Csps = CspDirectory.Parse($$"""
                {
                  "{{Csp}}": { "uri": "{{address}}", "token": { "endpoint": "{{address}}/oauth2/token", "scopes": [] }, "secret": "s", "honoursIdempotencyKey": {{(honoursKey ? "true" : "false")}} },
                  "{{Export}}": { "uri": "{{export}}", "token": { "endpoint": "{{export}}/oauth2/token" }, "secret": "s", "costs": { "mode": "async", "job": "export", "response": "document", "deadlineMinutes": 60 } },
                  "{{Records}}": { "uri": "{{export}}", "token": { "endpoint": "{{export}}/oauth2/token" }, "secret": "s", "costs": { "mode": "async", "job": "export" } },
                  "{{Nowhere}}": { "uri": "http://127.0.0.1:9/", "token": { "endpoint": "{{address}}/oauth2/token", "scopes": [] }, "secret": "s" }
                }
                """),
            HttpJobs = new(() => new HttpJobDefinitions([HttpJobDefinition.Parse(CostExportJob.For("export", export, "s"))])),
            Ids = ids,
            Time = Clock,
            FaultPoints = Faults,
            LoggerFactory = Loggers,
            PublicUrl = new Uri("https://hoth.example/v1"),
        });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _composition?.Dispose();
        if (_csp is not null) await _csp.DisposeAsync();
    }

    public void Dispose() => _database.Dispose();

    /// <summary>A function of the catalog, ready to be called.</summary>
    public BoundFunction Bind(string function) => FunctionCatalog.Create()[function].Bind(_composition!);

    /// <summary>Calls an HTTP function.</summary>
    public async Task<APIGatewayProxyResponse> HttpAsync(
        string function, string? body = null, string? id = null, Dictionary<string, string>? headers = null, Dictionary<string, string>? query = null, Caller? caller = null)
    {
        var bound = (BoundFunction<APIGatewayProxyRequest, APIGatewayProxyResponse>)Bind(function);
        var all = new Dictionary<string, string>(headers ?? []);
        all.TryAdd("Content-Type", "application/json");
        return await bound.InvokeAsync(
            new APIGatewayProxyRequest
            {
                HttpMethod = bound.Definition.Route!.Method,
                Resource = bound.Definition.Route.Template,
                Path = bound.Definition.Route.Template,
                Headers = all,
                QueryStringParameters = query,
                PathParameters = id is null ? null : new Dictionary<string, string> { ["requestId"] = id, ["jobId"] = id, ["id"] = id, ["planId"] = id },
                RequestContext = new() { Authorizer = caller is null ? null : new() { ["sub"] = caller.Subject, ["scope"] = string.Join(' ', caller.Scopes) } },
                Body = body,
            },
            new TestLambdaContext { RemainingTime = TimeSpan.FromSeconds(10) });
    }

    /// <summary>Posts a cost request.</summary>
    public Task<APIGatewayProxyResponse> PostAsync(string id, string csp = Csp, string portfolio = "p1", string end = "2024-12") =>
        HttpAsync("StartCostJob", $$"""{"requestId":"{{id}}","portfolioId":"{{portfolio}}","targetCspName":"{{csp}}","startDate":"2024-01","endDate":"{{end}}"}""");

    /// <summary>Works on what is on the cost request queue.</summary>
    public Task<int> WorkAsync() => WorkAsync("RequestCosts", Queues.CostRequests, TimeSpan.FromMinutes(6));

    /// <summary>Takes the asynchronous cost jobs that are due as far as they go.</summary>
    public Task<int> WatchAsync() => WorkAsync("AsyncCostWatcher", Queues.AsyncCostJobs, TimeSpan.FromMinutes(9));

    /// <summary>Receives what is on a queue and works on it as an event source does: what is not reported as failed is deleted.</summary>
    private async Task<int> WorkAsync(string function, string queue, TimeSpan visibility)
    {
        var bound = (BoundFunction<SQSEvent, SQSBatchResponse>)Bind(function);
        var batch = await Queue.ReceiveAsync(queue, 10, visibility, TimeSpan.Zero, CancellationToken.None);
        if (batch.Count == 0) return 0;

        var response = await bound.InvokeAsync(
            new SQSEvent { Records = [.. batch.Select(m => new SQSEvent.SQSMessage { MessageId = m.MessageId, ReceiptHandle = m.Receipt, Body = m.Body })] },
            // So short that no retry fits into the function's own time: each invocation makes one call.
            new TestLambdaContext { RemainingTime = TimeSpan.FromSeconds(20) });
        var failed = response.BatchItemFailures.Select(f => f.ItemIdentifier).ToHashSet();
        await Queue.DeleteAsync(queue, [.. batch.Where(m => !failed.Contains(m.MessageId)).Select(m => m.Receipt)], CancellationToken.None);
        return batch.Count;
    }

    /// <summary>Drains until the queue is empty.</summary>
    public async Task<List<JsonElement>> DrainAllAsync()
    {
        var all = new List<JsonElement>();
        while (await DrainAsync() is { Count: > 0 } items) all.AddRange(items);
        return all;
    }

    /// <summary>One plain drain.</summary>
    public async Task<List<JsonElement>> DrainAsync() => Items(await HttpAsync("ConsumeCostResults"));

    /// <summary>One lease.</summary>
    public Task<APIGatewayProxyResponse> LeaseAsync(int seconds) =>
        HttpAsync("ConsumeCostResults", headers: new() { ["Prefer"] = $"lease={seconds}" });

    /// <summary>Acknowledges or releases.</summary>
    public Task<APIGatewayProxyResponse> AckAsync(string body) => HttpAsync("AcknowledgeCostResults", body);

    /// <summary>The sweeper, as its schedule runs it or as a restarted host does.</summary>
    public Task<SweepReport> SweepAsync(bool afterRestart = false) => _composition!.SweepJobs().ExecuteAsync(afterRestart, CancellationToken.None);

    /// <summary>A finished job whose result waits on the queue.</summary>
    public async Task FinishedAsync(string id)
    {
        (await PostAsync(id)).StatusCode.ShouldBe(202);
        (await WorkAsync()).ShouldBe(1);
    }

    /// <summary>Ends an accepted job, as a worker does.</summary>
    public async Task EndAsync(string id, JobEnding ending)
    {
        var job = (await Jobs.FindAsync(id, CancellationToken.None)).ShouldNotBeNull();
        await _composition!.FinishJob().ExecuteAsync(job, ending, CancellationToken.None);
    }

    /// <summary>Ends an accepted job with this answer of its CSP, as a worker does.</summary>
    public Task EndAsync(string id, string responseJson) => EndAsync(id, new JobEnding(JobStatus.Succeeded, 200, responseJson, null));

    public static List<JsonElement> Items(APIGatewayProxyResponse response)
    {
        response.StatusCode.ShouldBe(200, response.Body);
        return [.. JsonDocument.Parse(response.Body).RootElement.EnumerateArray()];
    }

    public static string Code(APIGatewayProxyResponse response) => JsonDocument.Parse(response.Body).RootElement.GetProperty("code").GetString()!;

    /// <summary>Never waits for a message: nobody else would move the clock meanwhile.</summary>
    private sealed class ImpatientQueue(IQueue queue) : IQueue
    {
        public Task<string> SendAsync(string name, OutgoingMessage message, CancellationToken cancellationToken) => queue.SendAsync(name, message, cancellationToken);

        public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string name, int maximum, TimeSpan visibility, TimeSpan wait, CancellationToken cancellationToken) =>
            queue.ReceiveAsync(name, maximum, visibility, TimeSpan.Zero, cancellationToken);

        public Task<IReadOnlyList<ReceivedMessage>> LendAsync(string name, int maximum, TimeSpan visibility, TimeSpan wait, CancellationToken cancellationToken) =>
            queue.LendAsync(name, maximum, visibility, TimeSpan.Zero, cancellationToken);

        public Task<IReadOnlyList<string>> DeleteAsync(string name, IReadOnlyList<string> receipts, CancellationToken cancellationToken) => queue.DeleteAsync(name, receipts, cancellationToken);

        public Task<bool> ChangeVisibilityAsync(string name, string receipt, TimeSpan visibility, CancellationToken cancellationToken) =>
            queue.ChangeVisibilityAsync(name, receipt, visibility, cancellationToken);
    }

    /// <summary>Remembers what was started; tests play the state machine themselves, or give it to one.</summary>
    public sealed class StartedWorkflows : IWorkflowStarter
    {
        public List<StartedExecution> All { get; } = [];

        /// <summary>Runs what is started; null: nobody does.</summary>
        public IWorkflowStarter? Runner { get; set; }

        public Task StartAsync(string workflow, string executionName, string input, CancellationToken cancellationToken)
        {
            All.Add(new StartedExecution(executionName, input));
            return Runner?.StartAsync(workflow, executionName, input, cancellationToken) ?? Task.CompletedTask;
        }
    }

    public sealed record StartedExecution(string Name, string Input);

    private sealed class FixedSecrets(string value) : ISecrets
    {
        public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(value);
    }
}

/// <summary>Throws once at a chosen point: whatever is durable by then stays, and nothing after it happens.</summary>
public sealed class ThrowingFaultPoints : IFaultPoints
{
    private string? _armed;

    public List<string> Passed { get; } = [];

    public void ArmAt(string point) => _armed = point;

    public void Reached(string name)
    {
        lock (Passed)
        {
            Passed.Add(name);
            if (_armed != name) return;
            _armed = null;
        }

        throw new KilledException(name);
    }
}

public sealed class KilledException(string point) : Exception($"Stopped at {point}.");
