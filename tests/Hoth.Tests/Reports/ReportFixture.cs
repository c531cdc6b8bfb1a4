using System.Collections.Concurrent;
using Hoth.AsyncJobs;
using Hoth.CloudProviders;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Reports;
using Hoth.Telemetry;
using Hoth.Tests.CloudProviders;
using Hoth.Tests.HttpJobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Tests.Reports;

/// <summary>The poller of reports, a job, a scripted server that is CSP and HTTP jobs at once, and a clock that the test moves.</summary>
internal sealed class ReportFixture : IAsyncDisposable
{
    public const string Costs = """{"task_orders":[{"task_order_id":"to","clins":[{"clin_number":"0001","actual":{"total":"3","results":[{"month":"2026-01","value":"3.00"}]}}]}]}""";

    private readonly MemoryDocuments _documents = new();
    private readonly List<CspSettings> _csps = [];
    private readonly List<HttpJobDefinition> _definitions = [];
    private readonly CspClient _client;
    private readonly ConcurrentDictionary<string, int> _passed = new(StringComparer.Ordinal);
    private int _steps;

    private ReportFixture(JobFixture server)
    {
        Server = server;
        _client = new CspClient(new AnySecret(), new FixedIds(), Clock, new HothMetrics(), NullLogger<CspClient>.Instance);
    }

    public JobFixture Server { get; }

    public OneJob Store { get; } = new();

    public MemoryArtifacts Artifacts { get; } = new();

    /// <summary>Called with each fault point and how many of its kind there were; what it throws ends the visit as a kill would.</summary>
    public Action<string, int> OnFaultPoint { get; set; } = (_, _) => { };

    /// <summary>How long one visit may take.</summary>
    public TimeSpan Budget { get; set; } = TimeSpan.FromMinutes(5);

    public JobRecord Job => Store.Job!;

    private TimeProvider Clock => new ShortWaits(Server.Time);

    public static async Task<ReportFixture> StartAsync() => new(await JobFixture.StartAsync());

    public ReportFixture WithCsp(string name, CspCosts? costs = null)
    {
        _csps.Add(new CspSettings(
            name, new Uri($"{Server.Origin}/{name}/"), new CspTokenSettings(new Uri($"{Server.Origin}/token"), []), "s", costs ?? new CspCosts(CspCostMode.Sync), CspLimits.Default, HonoursIdempotencyKey: false));
        return this;
    }

    public ReportFixture WithDefinition(HttpJobDefinition definition)
    {
        _definitions.Add(definition);
        return this;
    }

    /// <summary>What a CSP says about a portfolio, the last answer for ever.</summary>
    public ReportFixture Says(string csp, string portfolio, params Reply[] replies)
    {
        Server.On(Question(csp, portfolio), replies.Length == 0 ? [Reply.Json(200, Costs)] : replies);
        return this;
    }

    public static string Question(string csp, string portfolio) => $"GET /{csp}/portfolios/{portfolio}/costs?start_date=2026-01&end_date=2026-03";

    public int Asked(string csp, string portfolio) => Server.Calls.Count(call => call == Question(csp, portfolio));

    public void Begin(ReportFormat format, string[] portfolios) =>
        Begin(new ReportRequest("00000000-0000-0000-0000-000000000001", "r", format, new CostReportSource([.. _csps.Select(c => c.Name)], portfolios, "2026-01", "2026-03-15")));

    public void BeginHttpJob(ReportFormat format = ReportFormat.Json) =>
        Begin(new ReportRequest("00000000-0000-0000-0000-000000000001", "r", format, new HttpJobReportSource("test", new Dictionary<string, string> { ["month"] = "x" })));

    public void Cancel() => Store.Job = Job with { Status = JobStatus.Cancelling };

    public Task<AsyncStep> PollAsync(JobRecord? job = null) => NewPoller().PollAsync(job ?? Job, Budget, default);

    /// <summary>Visits the job, as its watcher does, until it has ended; a visit that is killed is made again.</summary>
    public async Task<JobEnding> RunAsync()
    {
        while (true)
        {
            (++_steps).ShouldBeLessThan(2000, "a job that never ends");
            AsyncStep step;
            try
            {
                step = await PollAsync();
            }
            catch (KilledException)
            {
                continue;
            }

            if (step is AsyncStep.Due due) Server.Time.Advance(PollDelays.Exactly(due.Wait, Job.DeadlineAt - Server.Time.GetUtcNow()));
            else return await EndAsync(step.ShouldBeOfType<AsyncStep.Ended>().Ending);
        }
    }

    public async Task CleanUpAsync() => (await NewPoller().CleanUpAsync(Job, Budget, default)).ShouldBeTrue();

    /// <summary>Everything in the artifact store but the result.</summary>
    public IEnumerable<string> Leftovers => Artifacts.All.Keys.Where(key => key != Job.Output?.ArtifactKey);

    public string? Output => Job.Output?.ArtifactKey is { } key ? Artifacts.All[key] : null;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }

    private async Task<JobEnding> EndAsync(JobEnding ending)
    {
        Store.Job = JobLifecycle.Finish(Job, new JobOutcome(ending.Status, ending.Code, null, ending.Error) { Output = ending.Output, Warnings = ending.Warnings }, Server.Time.GetUtcNow()) ?? Job;
        while (true)
        {
            try
            {
                await CleanUpAsync();
                return ending;
            }
            catch (KilledException)
            {
                // Its message comes again.
            }
        }
    }

    private void Begin(ReportRequest request)
    {
        Server.Server.TokenAnswer = context => ScriptedCsp.JsonAsync(context, 200, Server.Server.NextToken(3600));
        var now = Server.Time.GetUtcNow();
        Store.Job = JobLifecycle.Accept(
            new JobRecord
            {
                JobId = "job", Kind = JobKind.Report, InstanceId = "instance", RequestHash = "x", GroupId = "g", CorrelationId = "c", Request = new JobBody(request.ToJson()), IsFetched = true,
                CreatedAt = now, LastUpdatedAt = now, DeadlineAt = now, ExpiresAt = now, PurgeAt = now, EnqueuedAt = now, Poll = new JobPoll(null, now),
            },
            TimeSpan.FromHours(2));
    }

    private ReportPoller NewPoller() => new(
        new CspDirectory(_csps), new Lazy<HttpJobDefinitions>(new HttpJobDefinitions(_definitions)), new Lazy<CspClient>(_client), new Lazy<HttpJobEngine>(Server.Engine), new SharedSlots(_documents, Clock),
        Store, Artifacts, new Numbered(), Clock, new Faults(this));

    private sealed class AnySecret : ISecrets
    {
        public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>("""{"clientId":"id","clientSecret":"pw"}""");
    }

    private sealed class Numbered : IIds
    {
        private static int _last;

        public string NewId() => $"id-{Interlocked.Increment(ref _last)}";

        public double NextDouble() => 0.5;
    }

    private sealed class Faults(ReportFixture fixture) : IFaultPoints
    {
        public void Reached(string name) => fixture.OnFaultPoint(name, fixture._passed.AddOrUpdate(name, 1, (_, before) => before + 1));
    }

    /// <summary>Short waits are over at once, long ones (time limits of calls) never; the time is another clock's.</summary>
    private sealed class ShortWaits(TimeProvider time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override long TimestampFrequency => time.TimestampFrequency;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime < TimeSpan.FromSeconds(10) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
    }
}

/// <summary>The process is gone.</summary>
internal sealed class KilledException : Exception;
