using Hoth.AsyncJobs;
using Hoth.CloudProviders;
using Hoth.Costs;
using Hoth.Functions.Costs;
using Hoth.Functions.Http;
using Hoth.Functions.Jobs;
using Hoth.Functions.Provisioning;
using Hoth.Functions.QaRuns;
using Hoth.Functions.Reports;
using Hoth.Functions.Tokens;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Http;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Provisioning;
using Hoth.QaRuns.Runs;
using Hoth.QaRuns.Specs;
using Hoth.Reports;
using Hoth.Results;
using Microsoft.Extensions.Logging;

namespace Hoth.Functions.Composition;

/// <summary>
/// Makes the function classes and what they need from a host's ports: plain factories, because a container would cost each cold start.
/// One per process: it keeps the CSP client with its connections, tokens and limits.
/// </summary>
public sealed class HothComposition(HostPorts ports) : IDisposable
{
    private readonly Lazy<CspClient> _csps = new(() => new CspClient(ports.Secrets, ports.Ids, ports.Time, ports.Metrics, ports.LoggerFactory.CreateLogger<CspClient>()));
    private readonly Lazy<HttpJobClient> _httpJobs = new(() => new HttpJobClient(ports.Secrets, ports.Time));
    private readonly JobTypes _types = new([new CostJobType(ports.Queue), new ProvisioningJobType(ports.Queue, ports.Workflows), new ReportJobType(ports.Queue), new QaRunJobType(ports.Workflows)]);
    private BearerTokens? _tokens;
    private TargetOperations? _qaOperations;
    private SpecFetcher? _specs;

    /// <summary>What the host supplied.</summary>
    public HostPorts Ports { get; } = ports;

    /// <summary>What every HTTP function does around its use case.</summary>
    public HttpEdge Edge { get; } = new(ports);

    /// <summary>Cost jobs.</summary>
    public CostFunctions CostFunctions() => new(
        Edge,
        new StartCostJob(Ports.Csps, AcceptJob()),
        new RequestCosts(Ports.Jobs, Ports.Queue, Ports.Csps, _csps, AcceptJob(), FinishJob(), DeadLetters(), Ports.Ids, Ports.Time, Ports.FaultPoints, Logger<RequestCosts>()),
        ResultRoutes());

    /// <summary>Cost jobs that asynchronous HTTP jobs answer.</summary>
    /// <exception cref="HttpJobDefinitionException">A definition is wrong.</exception>
    /// <exception cref="CspDirectoryException">The CSP directory names a definition that is not there, or that costs cannot use.</exception>
    public AsyncCostFunctions AsyncCostFunctions()
    {
        var definitions = Ports.HttpJobs.Value;
        AsyncCosts.Check(Ports.Csps, definitions);
        return new AsyncCostFunctions(WatchJobs(
            Queues.AsyncCostJobs,
            new HttpJobPoller(new CostJobPlans(Ports.Csps, definitions, Ports.Artifacts), HttpJobEngine(), SharedSlots(), Ports.Jobs, JobBodies(), Ports.Time, Ports.FaultPoints)));
    }

    /// <summary>Provisioning jobs.</summary>
    public ProvisioningFunctions ProvisioningFunctions() => new(
        Edge,
        new StartProvisioningJobs(Ports.Csps, AcceptJob(), Ports.Ids),
        new InvokeCspApi(Ports.Jobs, JobBodies(), Ports.Csps, _csps, Ports.Time, Ports.FaultPoints, Logger<InvokeCspApi>()),
        new EnqueueResults(Ports.Jobs, AcceptJob(), FinishJob(), JobBodies(), Ports.Csps, Ports.Time, Ports.FaultPoints, Logger<EnqueueResults>()),
        WatchJobs(Queues.AsyncProvisioningJobs, new ProvisioningPoller(Ports.Csps, _csps, Ports.Time, Logger<ProvisioningPoller>())),
        ResultRoutes());

    /// <summary>Report configurations and report jobs.</summary>
    public ReportFunctions ReportFunctions()
    {
        var rules = new ReportRules(Ports.Csps, Ports.HttpJobs);
        var configure = new ConfigureReports(Ports.Documents, rules);
        return new ReportFunctions(Edge, configure, new StartReportJob(configure, AcceptJob(), rules, Ports.Ids));
    }

    /// <summary>Jobs of every kind, for callers with tokens.</summary>
    public JobFunctions JobFunctions()
    {
        var get = GetJob();
        return new JobFunctions(
            Edge,
            get,
            FetchResult(),
            new CancelJob(get, Ports.Jobs, _types, Ports.Time, Ports.Metrics, Logger<CancelJob>()),
            new ListJobs(Ports.Jobs, Ports.Time));
    }

    /// <summary>The worker of report jobs.</summary>
    public ReportWorkerFunctions ReportWorkerFunctions() => new(WatchJobs(
        Queues.Reports,
        new ReportPoller(
            Ports.Csps, Ports.HttpJobs, _csps, new Lazy<HttpJobEngine>(HttpJobEngine), SharedSlots(),
            Ports.Jobs, Ports.Artifacts, Ports.Ids, Ports.Time, Ports.FaultPoints)));

    /// <summary>QA packages and runs.</summary>
    public QaRunFunctions QaRunFunctions()
    {
        var feed = QaFeed();
        var find = new FindQaRun(GetJob(), feed);
        var packages = new ConfigureQaPackages(Ports.Documents, Ports.Qa);
        return new QaRunFunctions(
            Edge,
            packages,
            new StartQaRun(packages, AcceptJob(), feed, Ports.Qa, Ports.Documents, Ports.Jobs, Ports.Ids, Ports.Time, Ports.FaultPoints),
            new GetQaStatus(find, feed, QaPlans()),
            new ReadQaEvents(find, Ports.Feeds),
            new GetQaResults(find, feed, FetchResult()));
    }

    /// <summary>The tasks of QA runs. What tests and reads is loaded with them, and not by other functions.</summary>
    public QaRunTaskFunctions QaRunTaskFunctions()
    {
        var (feed, plans) = (QaFeed(), QaPlans());
        return new QaRunTaskFunctions(
            new PlanQaRun(Ports.Jobs, FinishJob(), feed, plans, SpecSource(), Ports.Time, Ports.FaultPoints, Logger<PlanQaRun>()),
            new RunQaOperation(Ports.Jobs, feed, plans, QaOperations(), Ports.Artifacts, Ports.Ids, Ports.Time, Ports.FaultPoints, Logger<RunQaOperation>()),
            new EvaluateQaRun(Ports.Jobs, FinishJob(), feed, plans, Ports.Artifacts, Ports.Ids, Ports.Time, Ports.FaultPoints, Logger<EvaluateQaRun>()));
    }

    /// <summary>The outbox sweeper.</summary>
    public SweeperFunctions SweeperFunctions() => new(SweepJobs());

    /// <summary>The authorizer of requests with tokens. What it needs is loaded with it, and not by other functions.</summary>
    public AuthorizerFunctions AuthorizerFunctions() => new(
        Ports.Tokens is { } settings ? _tokens ??= new BearerTokens(settings, new SigningKeys(new JwksClient(settings.Keys, Ports.Time), Ports.Time, Logger<SigningKeys>()), Ports.Time) : null,
        Logger<AuthorizerFunctions>());

    /// <summary>The sweeper's use case, for hosts that sweep after a restart.</summary>
    public SweepJobs SweepJobs() => new(Ports.Jobs, AcceptJob(), FinishJob(), JobBodies(), Ports.Time, Ports.Metrics, Logger<SweepJobs>());

    /// <inheritdoc />
    public void Dispose()
    {
        if (_csps.IsValueCreated) _csps.Value.Dispose();
        _tokens?.Dispose();
        _qaOperations?.Dispose();
        _specs?.Dispose();
        if (_httpJobs.IsValueCreated) _httpJobs.Value.Dispose();
    }

    private ResultRoutes ResultRoutes()
    {
        var urls = ResultUrls();
        var drain = new DrainResults(
            Ports.Queue, Ports.Jobs, _types, JobBodies(), urls, DeadLetters(), Ports.Time, Ports.FaultPoints, Ports.Metrics, Logger<DrainResults>());
        var lease = new LeaseResults(
            drain, Ports.Queue, Ports.Jobs, _types, Ports.Documents, Ports.Ids, Ports.Time, Ports.FaultPoints, Logger<LeaseResults>());
        var acknowledge = new AcknowledgeResults(
            Ports.Queue, Ports.Jobs, _types, Ports.Documents, Ports.Time, Ports.FaultPoints, Ports.Metrics, Logger<AcknowledgeResults>());
        return new ResultRoutes(
            new ConsumeResults(drain, lease, new RedeliverResults(Ports.Jobs, JobBodies(), urls, Ports.Metrics)), acknowledge, GetJob());
    }

    private AcceptJob AcceptJob() => new(Ports.Jobs, _types, JobBodies(), Ports.Ids, Ports.Time, Ports.FaultPoints, Ports.Metrics, Logger<AcceptJob>());

    /// <summary>Ends jobs, for hosts and tests that stand in for a worker.</summary>
    public FinishJob FinishJob() => new(Ports.Jobs, Ports.Queue, _types, JobBodies(), Ports.Time, Ports.FaultPoints, Ports.Metrics, Logger<FinishJob>());

    private QaFeed QaFeed() => new(Ports.Feeds, Ports.Time, Ports.FaultPoints);

    private QaPlans QaPlans() => new(JobBodies(), Ports.Artifacts, Ports.Ids);

    private IQaOperations QaOperations() => Ports.QaOperations ?? (_qaOperations ??= new TargetOperations(Ports.Secrets, Ports.Qa.Processes, Ports.Time));

    private SpecSource SpecSource()
    {
        var specs = _specs ??= new SpecFetcher(Ports.Qa.AllowsLoopback, Ports.Time);
        return async (address, cancellationToken) => await specs.FetchAsync(address.AbsoluteUri, cancellationToken);
    }

    private FetchResult FetchResult() => new(JobBodies(), Ports.Artifacts, ResultUrls());

    private HttpJobEngine HttpJobEngine() => new(_httpJobs.Value, Ports.Ids, Ports.Time, Logger<HttpJobEngine>());

    private WatchJobs WatchJobs(string queue, IAsyncPoller poller) =>
        new(queue, poller, Ports.Jobs, Ports.Queue, FinishJob(), DeadLetters(), Ports.Ids, Ports.Time, Ports.FaultPoints, Ports.Metrics, Logger<WatchJobs>());

    private GetJob GetJob() => new(Ports.Jobs, JobBodies(), ResultUrls(), Ports.Time);

    private ResultUrls ResultUrls() => new(Ports.Artifacts);

    private SharedSlots SharedSlots() => new(Ports.Documents, Ports.Time);

    private JobBodies JobBodies() => new(Ports.Artifacts, Ports.Ids);

    private DeadLetters DeadLetters() => new(Ports.Queue, Logger<DeadLetters>());

    private ILogger<T> Logger<T>() => Ports.LoggerFactory.CreateLogger<T>();
}
