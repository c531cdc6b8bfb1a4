using Hoth.Benchmarks.Machine;
using Hoth.Benchmarks.Report;
using Hoth.Packaging;

namespace Hoth.Benchmarks.Cold;

/// <summary>
/// Cold starts of every function in the published Lambda package, against AWS services and a CSP that answer at once: what is left is
/// the program's own. In Lambda, the time until the program is started comes on top.
/// </summary>
internal static class ColdBenchmark
{
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
            using var package = LambdaPackage.Prepare(new PackageOptions { NativeAot = nativeAot });
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
        await using var stage = await ColdStage.StartAsync(package, cancellationToken);
        await MeasureAsync(stage, functions, cancellationToken);
        Console.WriteLine();
        Console.WriteLine($"Package: {files / 1e6:0.0} MB of files, {zip / 1e6:0.0} MB ({zip:#,0} bytes) as a zip.");
    }

    private static async Task MeasureAsync(ColdStage stage, IReadOnlyList<string> functions, CancellationToken cancellationToken)
    {
        var table = new Table("function", "answer", "cold p50 ms", "min ms", "before the event p50 ms", "CPU p50 ms", "warm p50 ms", "p95 ms", "RSS MB");
        foreach (var definition in stage.Catalog.All.Where(f => functions.Count == 0 || functions.Contains(f.Name)))
        {
            var given = stage.GivenFor(definition);
            var runs = new List<ColdStartResult>();
            for (var i = 0; i < Spawns; i++) runs.Add(await stage.Starts.RunAsync(definition, given, ColdStage.Csp, i == Spawns - 1 ? WarmEvents : 0, cancellationToken));
            var (cold, warm) = (new Samples(runs.Select(r => r.ColdMs)), new Samples(runs[^1].WarmMs));
            table.Add(definition.Name, runs[0].Answer, cold.P50, cold.Min, new Samples(runs.Select(r => r.InitMs)).P50, new Samples(runs.Select(r => r.CpuMs)).P50, warm.P50, warm.P95, new Samples(runs.Select(r => r.MemoryBytes / 1e6)).P50);
        }

        table.Print($"Cold start: process started → first answer, {Spawns} starts each ({MachineFacts.DescribeLoad()})");
        await MeasureWarmAsync();

        async Task MeasureWarmAsync()
        {
            var measured = LongWarm.Where(name => functions.Count == 0 || functions.Contains(name)).ToList();
            if (measured.Count == 0) return;
            var thousands = new Table("function", "first 1,000: p50 ms", "p95 ms", $"last of {WarmThousands},000: p50 ms", "p95 ms", "CPU of its process ms");
            foreach (var name in measured)
            {
                var result = await stage.Starts.RunAsync(stage.Catalog[name], stage.GivenFor(stage.Catalog[name]), ColdStage.Csp, 1_000 * WarmThousands, cancellationToken);
                Add(name, result.WarmMs, result.WarmCpuMs);
            }

            Add("the requests of a StartCostJob alone", await stage.Starts.MeasureRequestsAsync(1_000 * WarmThousands, cancellationToken), null);
            thousands.Print($"Warm: the events of one instance ({MachineFacts.DescribeLoad()})");

            void Add(string name, IReadOnlyList<double> times, double? cpu)
            {
                var (first, last) = (new Samples(times.Take(1_000)), new Samples(times.TakeLast(1_000)));
                thousands.Add(name, first.P50, first.P95, last.P50, last.P95, cpu);
            }
        }
    }
}
