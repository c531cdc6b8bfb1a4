using System.Runtime.InteropServices;
using Hoth.Benchmarks.Batch;
using Hoth.Benchmarks.Cold;
using Hoth.Benchmarks.Host;
using Hoth.Benchmarks.Machine;
using Hoth.Benchmarks.Profile;
using Hoth.Benchmarks.QaRuns;
using Hoth.Benchmarks.Reports;
using Hoth.Packaging;

namespace Hoth.Benchmarks;

/// <summary>Runs the benchmarks named on the command line, or all of them. Prints; judges nothing.</summary>
internal static class Program
{
    private static readonly (string Name, Func<IReadOnlyList<string>, CancellationToken, Task> Run)[] Benchmarks =
    [
        ("host", (_, stop) => HostBenchmark.RunAsync(stop)),
        ("batch", (_, stop) => BatchBenchmark.RunAsync(stop)),
        ("reports", (_, stop) => ReportBenchmark.RunAsync(stop)),
        ("qa", (_, stop) => QaBenchmark.RunAsync(stop)),
        ("cold", (functions, stop) => ColdBenchmark.RunAsync(nativeAot: false, functions, stop)),
        ("cold-native", (functions, stop) => ColdBenchmark.RunAsync(nativeAot: true, functions, stop)),
    ];

    private static async Task<int> Main(string[] args)
    {
        if (args is [CspProcess.Argument])
        {
            await CspProcess.ServeAsync();
            return 0;
        }

        // cold=StartCostJob,GetJob: only some of its rows. record-profile --aws-packages nuget: what follows are options of the package.
        var wanted = args.Select(arg => arg.Split('=', 2)).ToDictionary(parts => parts[0], parts => (IReadOnlyList<string>)(parts.Length == 1 ? [] : parts[1].Split(',')));
        var unknown = args is [ProfileRecording.Argument, ..] ? [] : wanted.Keys.Where(name => !Array.Exists(Benchmarks, b => b.Name == name)).ToList();
        if (unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync($"There is no benchmark {string.Join(", ", unknown)}; there are {string.Join(", ", Benchmarks.Select(b => b.Name))}.");
            return 2;
        }

        // Processes that were started end with this one, also when it is interrupted: the token unwinds every using.
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        Console.WriteLine(MachineFacts.Describe());
        try
        {
            if (args is [ProfileRecording.Argument, .. var options])
            {
                await ProfileRecording.RunAsync(PackageOptions.Parse(options), stop.Token);
                return 0;
            }

            foreach (var (name, run) in Benchmarks.Where(b => wanted.Count == 0 || wanted.ContainsKey(b.Name))) await run(wanted.GetValueOrDefault(name) ?? [], stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return 1;
        }

        Console.WriteLine(MachineFacts.DescribeLoad());
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
