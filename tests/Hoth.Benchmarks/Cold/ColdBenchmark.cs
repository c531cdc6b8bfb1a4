using System.Text.Json;
using Hoth.Benchmarks.Machine;
using Hoth.Benchmarks.Report;
using Hoth.Functions.Catalog;
using Hoth.Functions.Provisioning;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Exports;
using Hoth.MockCsp.Tokens;
using Hoth.Packaging;
using Hoth.Ports;

namespace Hoth.Benchmarks.Cold;

/// <summary>
/// Cold starts of every function in the published Lambda package, against AWS services and a CSP that answer at once: what is left is
/// the program's own. In Lambda, the time until the program is started comes on top.
/// </summary>
internal static class ColdBenchmark
{
    /// <summary>The CSP of the events.</summary>
    private const string Csp = "csp-cold";

    /// <summary>One that accepts environments with 202 and never has them done.</summary>
    private const string AsyncCsp = "csp-cold-async";
    private const string ExportCsp = "csp-cold-export";

    private const int Spawns = 12;
    private const int WarmEvents = 1_000;

    /// <summary>So many thousands of events more show what an instance comes to.</summary>
    private const int WarmThousands = 12;

    /// <summary>Whose: one that writes and sends, one that only reads.</summary>
    private static readonly string[] LongWarm = ["StartCostJob", "GetJob"];

    /// <summary>Prints the tables.</summary>
    /// <param name="nativeAot">The native package instead of the ReadyToRun one.</param>
    /// <param name="functions">Which ones; none named: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(bool nativeAot, IReadOnlyList<string> functions, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.WriteLine("cold: not measured, the package is for Linux.");
            return;
        }

        try
        {
            using var package = LambdaPackage.Prepare(nativeAot);
            await RunAsync(package, functions, cancellationToken);
        }
        catch (Exception e) when (nativeAot && e is PackageMachineException or PackageMissingException)
        {
            Console.WriteLine($"cold-native: not measured. {e.Message}");
        }
    }

    private static async Task RunAsync(LambdaPackage package, IReadOnlyList<string> functions, CancellationToken cancellationToken)
    {
        var (files, zip) = package.Measure();
        var behaviours = new Dictionary<string, CspBehaviour> { [Csp] = new(), [AsyncCsp] = new() { Async = new() { Polls = int.MaxValue } }, [ExportCsp] = new() { CostExports = new() { Polls = int.MaxValue } } };
        await using var csp = await MockCspServer.StartAsync(new MockCspOptions { Csps = behaviours, RecordRequests = false }, TimeProvider.System, cancellationToken);
        await File.WriteAllTextAsync(package.CspsFile, JsonSerializer.Serialize(behaviours.Keys.ToDictionary(name => name, name => new
        {
            uri = $"{csp.AddressOf(name)}/", token = new { endpoint = $"{csp.AddressOf(name)}/oauth2/token", scopes = Scopes.All }, secret = "bench", honoursIdempotencyKey = true,
            costs = name == ExportCsp ? new Dictionary<string, string> { ["mode"] = "async", ["job"] = ExportCsp } : new Dictionary<string, string> { ["mode"] = "sync" },
        })), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(package.HttpJobs.FullName, $"{ExportCsp}.json"), CostExportJob.For(ExportCsp, csp.AddressOf(ExportCsp), "bench"), cancellationToken);
        await using var aws = await AwsStub.StartAsync(cancellationToken);
        await MeasureAsync(new ColdStart(package, aws), functions, cancellationToken);
        Console.WriteLine();
        Console.WriteLine($"Package: {files / 1e6:0.0} MB of files, {zip / 1e6:0.0} MB ({zip:#,0} bytes) as a zip.");
    }

    private static async Task MeasureAsync(ColdStart starts, IReadOnlyList<string> functions, CancellationToken cancellationToken)
    {
        var catalog = FunctionCatalog.Create();
        // What the functions find: nothing, a job that was accepted, one with a result; for provisioning also one that was called, and one that is watched.
        var cost = await AfterAsync(AwsState.Empty, Csp, "StartCostJob");
        var job = await AfterAsync(AwsState.Empty, Csp, "StartProvisioningJobs");
        var called = await AfterAsync(job, Csp, "InvokeCspApi");
        var report = await AfterAsync(AwsState.Empty, Csp, "PutReport");
        var package = await AfterAsync(AwsState.Empty, Csp, "PutQaPackage");
        var run = await AfterAsync(package, Csp, "StartQaRun");
        // The job is gone: what is left is the way to its record. What an operation's test takes is the target's time (the benchmark qa).
        var task = AwsState.Empty.WithMessage(Workflows.QaRun, run.Messages[Workflows.QaRun]);
        var reportJob = await AfterAsync(report, Csp, "StartReportJob");
        var given = new Dictionary<string, AwsState>
        {
            ["PutReport"] = AwsState.Empty,
            ["GetReport"] = report,
            ["DeleteReport"] = report,
            ["StartReportJob"] = report,
            ["GetJob"] = reportJob,
            ["GetJobResult"] = reportJob,
            ["CancelJob"] = reportJob,
            ["ListJobs"] = reportJob,
            ["PutQaPackage"] = AwsState.Empty,
            ["GetQaPackage"] = package,
            ["DeleteQaPackage"] = package,
            ["StartQaRun"] = package,
            ["GetQaStatus"] = run,
            ["GetQaEvents"] = run,
            ["GetQaResults"] = run,
            ["PlanQaRun"] = task,
            ["RunQaOperation"] = task,
            ["EvaluateQaRun"] = task,
            ["RecordFailedQaRun"] = task,
            ["StartCostJob"] = AwsState.Empty,
            ["RequestCosts"] = cost,
            ["StartProvisioningJobs"] = AwsState.Empty,
            ["InvokeCspApi"] = job,
            ["EnqueueResults"] = called,
            ["RecordFailedExecution"] = called,
            ["AsyncCostWatcher"] = await AfterAsync(AwsState.Empty, ExportCsp, "StartCostJob", "RequestCosts"),
            // Its job is gone: what is left is the way to the record and to the dead-letter queue.
            ["GenerateReports"] = AwsState.Empty.WithMessage(Queues.Reports, """{"jobId":"cold-1","instanceId":"cold-1"}"""),
            ["AsyncProvisionWatcher"] = await AfterAsync(AwsState.Empty, AsyncCsp, "StartProvisioningJobs", "InvokeCspApi", "EnqueueResults"),
        };
        var costFinished = await AfterAsync(cost, Csp, "RequestCosts");
        var jobFinished = await AfterAsync(called, Csp, "EnqueueResults");

        var table = new Table("function", "answer", "cold p50 ms", "min ms", "before the event p50 ms", "CPU p50 ms", "warm p50 ms", "p95 ms", "RSS MB");
        foreach (var definition in catalog.All.Where(f => functions.Count == 0 || functions.Contains(f.Name)))
        {
            var ofProvisioning = definition.Route?.Template.StartsWith(ProvisioningFunctions.Jobs, StringComparison.Ordinal) == true;
            var found = given.GetValueOrDefault(definition.Name) ?? (ofProvisioning ? jobFinished : costFinished);
            var runs = new List<ColdStartResult>();
            for (var i = 0; i < Spawns; i++) runs.Add(await starts.RunAsync(definition, found, Csp, i == Spawns - 1 ? WarmEvents : 0, cancellationToken));
            var (cold, warm) = (new Samples(runs.Select(r => r.ColdMs)), new Samples(runs[^1].WarmMs));
            table.Add(definition.Name, runs[0].Answer, cold.P50, cold.Min, new Samples(runs.Select(r => r.InitMs)).P50, new Samples(runs.Select(r => r.CpuMs)).P50, warm.P50, warm.P95, new Samples(runs.Select(r => r.MemoryBytes / 1e6)).P50);
        }

        table.Print($"Cold start: process started → first answer, {Spawns} starts each ({MachineFacts.DescribeLoad()})");
        await MeasureWarmAsync();

        async Task MeasureWarmAsync()
        {
            var measured = LongWarm.Where(name => functions.Count == 0 || functions.Contains(name)).ToList();
            if (measured.Count == 0) return;
            var thousands = new Table("function", "first 1,000: p50 ms", "p95 ms", $"last of {WarmThousands},000: p50 ms", "p95 ms");
            foreach (var name in measured)
            {
                var times = (await starts.RunAsync(catalog[name], given[name], Csp, 1_000 * WarmThousands, cancellationToken)).WarmMs;
                var (first, last) = (new Samples(times.Take(1_000)), new Samples(times.TakeLast(1_000)));
                thousands.Add(name, first.P50, first.P95, last.P50, last.P95);
            }

            thousands.Print($"Warm: the events of one instance ({MachineFacts.DescribeLoad()})");
        }

        async Task<AwsState> AfterAsync(AwsState before, string csp, params string[] functions)
        {
            foreach (var name in functions) before = (await starts.RunAsync(catalog[name], before, csp, 0, cancellationToken)).After;
            return before;
        }
    }
}
