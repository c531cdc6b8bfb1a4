using Hoth.Benchmarks.Machine;
using Hoth.Benchmarks.Report;
using Hoth.Functions.Catalog;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Benchmarks.Cold;

/// <summary>
/// Cold starts of every function in the published Lambda package, against AWS services and a CSP that answer at once: what is left is
/// the program's own. In Lambda, the time until the program is started comes on top.
/// </summary>
internal static class ColdBenchmark
{
    /// <summary>The CSP of the events.</summary>
    public const string Csp = "csp-cold";

    private const int Spawns = 12;
    private const int WarmEvents = 100;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.WriteLine("cold: not measured, the package is for Linux.");
            return;
        }

        using var package = LambdaPackage.Prepare();
        var (files, zip) = package.Measure();
        await using var csp = await MockCspServer.StartAsync(
            new MockCspOptions { Csps = new Dictionary<string, CspBehaviour> { [Csp] = new() }, RecordRequests = false }, TimeProvider.System, cancellationToken);
        await File.WriteAllTextAsync(package.CspsFile, $$"""
            { "{{Csp}}": { "uri": "{{csp.AddressOf(Csp)}}/", "token": { "endpoint": "{{csp.AddressOf(Csp)}}/oauth2/token", "scopes": ["atat/read-cost"] }, "secret": "bench" } }
            """, cancellationToken);
        await using var aws = await AwsStub.StartAsync(cancellationToken);
        await MeasureAsync(new ColdStart(package, aws), cancellationToken);
        Console.WriteLine();
        Console.WriteLine($"Package: {files / 1e6:0.0} MB of files, {zip / 1e6:0.0} MB ({zip:#,0} bytes) as a zip.");
    }

    private static async Task MeasureAsync(ColdStart starts, CancellationToken cancellationToken)
    {
        var catalog = FunctionCatalog.Create();
        // A job that was accepted, then one with a result: what the functions after these find.
        var accepted = (await starts.RunAsync(catalog["StartCostJob"], AwsState.Empty, 0, cancellationToken)).After;
        var finished = (await starts.RunAsync(catalog["RequestCosts"], accepted, 0, cancellationToken)).After;

        var table = new Table("function", "answer", "cold p50 ms", "min ms", "warm p50 ms", "p95 ms", "RSS MB");
        foreach (var definition in catalog.All.Where(FunctionEvents.Has))
        {
            var given = definition.Name == "StartCostJob" ? AwsState.Empty : definition.Name == "RequestCosts" ? accepted : finished;
            var runs = new List<ColdStartResult>();
            for (var i = 0; i < Spawns; i++) runs.Add(await starts.RunAsync(definition, given, i == Spawns - 1 ? WarmEvents : 0, cancellationToken));
            var (cold, warm) = (new Samples(runs.Select(r => r.ColdMs)), new Samples(runs[^1].WarmMs));
            table.Add(definition.Name, runs[0].Answer, cold.P50, cold.Min, warm.P50, warm.P95, new Samples(runs.Select(r => r.MemoryBytes / 1e6)).P50);
        }

        Console.WriteLine($"Not measured, for want of an event: {string.Join(", ", catalog.All.Where(f => !FunctionEvents.Has(f)).Select(f => f.Name))}.");
        table.Print($"Cold start: process started → first answer, {Spawns} starts each ({MachineFacts.DescribeLoad()})");
    }
}
