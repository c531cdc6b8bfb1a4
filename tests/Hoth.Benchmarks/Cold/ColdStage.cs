using System.Text.Json;
using Hoth.Functions.Catalog;
using Hoth.Functions.Provisioning;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Exports;
using Hoth.MockCsp.Tokens;
using Hoth.Ports;

namespace Hoth.Benchmarks.Cold;

/// <summary>The packaged functions between AWS services and CSPs that answer at once, and what each function finds there before its event.</summary>
internal sealed class ColdStage : IAsyncDisposable
{
    /// <summary>The CSP of the events.</summary>
    public const string Csp = "csp-cold";

    /// <summary>One that accepts environments with 202 and never has them done.</summary>
    private const string AsyncCsp = "csp-cold-async";
    private const string ExportCsp = "csp-cold-export";

    private readonly MockCspServer _csp;
    private readonly AwsStub _aws;
    private readonly Dictionary<string, AwsState> _given = [];
    private AwsState _costFinished = AwsState.Empty;
    private AwsState _jobFinished = AwsState.Empty;

    private ColdStage(LambdaPackage package, MockCspServer csp, AwsStub aws)
    {
        _csp = csp;
        _aws = aws;
        Starts = new(package, aws);
    }

    public ColdStart Starts { get; }

    public FunctionCatalog Catalog { get; } = FunctionCatalog.Create();

    /// <summary>Sets it up, which takes some starts of functions: what a function finds, others have left.</summary>
    public static async Task<ColdStage> StartAsync(LambdaPackage package, CancellationToken cancellationToken)
    {
        var behaviours = new Dictionary<string, CspBehaviour> { [Csp] = new(), [AsyncCsp] = new() { Async = new() { Polls = int.MaxValue } }, [ExportCsp] = new() { CostExports = new() { Polls = int.MaxValue } } };
        var csp = await MockCspServer.StartAsync(new MockCspOptions { Csps = behaviours, RecordRequests = false }, TimeProvider.System, cancellationToken);
        var stage = new ColdStage(package, csp, await AwsStub.StartAsync(cancellationToken));
        try
        {
            await File.WriteAllTextAsync(package.CspsFile, JsonSerializer.Serialize(behaviours.Keys.ToDictionary(name => name, name => new
            {
                uri = $"{csp.AddressOf(name)}/", token = new { endpoint = $"{csp.AddressOf(name)}/oauth2/token", scopes = Scopes.All }, secret = "bench", honoursIdempotencyKey = true,
                costs = name == ExportCsp ? new Dictionary<string, string> { ["mode"] = "async", ["job"] = ExportCsp } : new Dictionary<string, string> { ["mode"] = "sync" },
            })), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(package.HttpJobs.FullName, $"{ExportCsp}.json"), CostExportJob.For(ExportCsp, csp.AddressOf(ExportCsp), "bench"), cancellationToken);
            await stage.PrepareAsync(cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is in AWS before the event of a function: nothing, a job that was accepted, one with a result; for provisioning also one that was called, and one that is watched.</summary>
    public AwsState GivenFor(FunctionDefinition definition)
    {
        var ofProvisioning = definition.Route?.Template.StartsWith(ProvisioningFunctions.Jobs, StringComparison.Ordinal) == true;
        return _given.GetValueOrDefault(definition.Name) ?? (ofProvisioning ? _jobFinished : _costFinished);
    }

    public async ValueTask DisposeAsync()
    {
        await _aws.DisposeAsync();
        await _csp.DisposeAsync();
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var cost = await AfterAsync(AwsState.Empty, Csp, "StartCostJob");
        var job = await AfterAsync(AwsState.Empty, Csp, "StartProvisioningJobs");
        var called = await AfterAsync(job, Csp, "InvokeCspApi");
        var report = await AfterAsync(AwsState.Empty, Csp, "PutReport");
        var package = await AfterAsync(AwsState.Empty, Csp, "PutQaPackage");
        var run = await AfterAsync(package, Csp, "StartQaRun");
        // The job is gone: what is left is the way to its record. What an operation's test takes is the target's time (the benchmark qa).
        var task = AwsState.Empty.WithMessage(Workflows.QaRun, run.Messages[Workflows.QaRun]);
        var reportJob = await AfterAsync(report, Csp, "StartReportJob");
        _given["PutReport"] = AwsState.Empty;
        _given["GetReport"] = report;
        _given["DeleteReport"] = report;
        _given["StartReportJob"] = report;
        _given["GetJob"] = reportJob;
        _given["GetJobResult"] = reportJob;
        _given["CancelJob"] = reportJob;
        _given["ListJobs"] = reportJob;
        _given["PutQaPackage"] = AwsState.Empty;
        _given["GetQaPackage"] = package;
        _given["DeleteQaPackage"] = package;
        _given["StartQaRun"] = package;
        _given["GetQaStatus"] = run;
        _given["GetQaEvents"] = run;
        _given["GetQaResults"] = run;
        _given["PlanQaRun"] = task;
        _given["RunQaOperation"] = task;
        _given["EvaluateQaRun"] = task;
        _given["RecordFailedQaRun"] = task;
        _given["StartCostJob"] = AwsState.Empty;
        _given["RequestCosts"] = cost;
        _given["StartProvisioningJobs"] = AwsState.Empty;
        _given["InvokeCspApi"] = job;
        _given["EnqueueResults"] = called;
        _given["RecordFailedExecution"] = called;
        _given["AsyncCostWatcher"] = await AfterAsync(AwsState.Empty, ExportCsp, "StartCostJob", "RequestCosts");
        // Its job is gone: what is left is the way to the record and to the dead-letter queue.
        _given["GenerateReports"] = AwsState.Empty.WithMessage(Queues.Reports, """{"jobId":"cold-1","instanceId":"cold-1"}""");
        _given["AsyncProvisionWatcher"] = await AfterAsync(AwsState.Empty, AsyncCsp, "StartProvisioningJobs", "InvokeCspApi", "EnqueueResults");
        _costFinished = await AfterAsync(cost, Csp, "RequestCosts");
        _jobFinished = await AfterAsync(called, Csp, "EnqueueResults");

        async Task<AwsState> AfterAsync(AwsState before, string csp, params string[] functions)
        {
            foreach (var name in functions) before = (await Starts.RunAsync(Catalog[name], before, csp, 0, cancellationToken)).After;
            return before;
        }
    }
}
