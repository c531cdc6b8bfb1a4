using System.Diagnostics;
using System.Text.Json;
using Hoth.Benchmarks.Machine;
using Hoth.Benchmarks.Report;

namespace Hoth.Benchmarks.Host;

/// <summary>
/// Whole cost jobs through the single-machine host: POST → queue → CSP → result queue → drained. Everything is on this machine: host,
/// CSP and load generator share its cores, and the host's data is on its disk at synchronous=FULL.
/// </summary>
internal static class HostBenchmark
{
    private const int WarmUpJobs = 12_000;
    private const int Jobs = 8_000;
    private const int Rate = 1000;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        // Not the temporary directory: that is in memory on many machines.
        var directory = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, ".hoth-bench", $"{Environment.ProcessId}")).FullName;
        try
        {
            var sync = MachineFacts.MeasureSync(directory);
            Console.WriteLine($"write + fsync of 4 KiB: p50 {sync.P50:0.00} ms, p95 {sync.P95:0.00} ms; {MachineFacts.DescribeLoad()}");
            using var csp = ChildProcess.Start("Hoth.Benchmarks.dll", CspProcess.Argument);
            var address = await csp.ReadLineAsync(cancellationToken);
            await RunAsync(Path.Combine(directory, "quiet"), csp, address, quiet: true, cancellationToken);
            await RunAsync(Path.Combine(directory, "logged"), csp, address, quiet: false, cancellationToken);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task RunAsync(string directory, ChildProcess csp, string cspAddress, bool quiet, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var (host, address) = await HostProcess.StartAsync(directory, cspAddress, quiet, cancellationToken);
        using (host)
        {
            var log = host.FindInOutputAsync("\"StorageClosed\"");
            await new LoadRun(address, "warm-", WarmUpJobs, null).ExecuteAsync(cancellationToken);
            var rows = new Table(quiet ? "run (--quiet)" : "run (one log line per job step)", "jobs", "jobs/s", "accept p50", "p95", "p99", "drain p50", "p95", "whole p50 ms", "p99");
            var costs = new Table("CPU µs per job", "host user", "kernel", "CSP", "client", "sum", "jobs/s that 2 cores allow");
            await MeasureAsync("as fast as 16 connections go", new LoadRun(address, "fast-", Jobs, null));
            await MeasureAsync($"{Rate:#,0}/s", new LoadRun(address, "paced-", Jobs, Rate));
            await host.TerminateAsync();
            var name = quiet ? "Host" : "Host, with its log on";
            rows.Print($"{name}: whole jobs over HTTP, times in ms ({MachineFacts.DescribeLoad()})");
            costs.Print($"{name}: what a job costs");
            var data = Path.Combine(directory, "data");
            if (quiet) JobStages.Read(data, "fast-").Print($"{name}: where the time goes, as fast as it goes");
            if (quiet) JobStages.Read(data, "paced-").Print($"{name}: where the time goes at {Rate:#,0}/s");
            if (await log is { } entry) Console.WriteLine($"{Environment.NewLine}{MessageOf(entry)}, of {WarmUpJobs + 2 * Jobs:#,0} jobs.");

            async Task MeasureAsync(string run, LoadRun load)
            {
                using var self = Process.GetCurrentProcess();
                var cpus = new[] { new ProcessCpu(host.Process), new ProcessCpu(csp.Process), new ProcessCpu(self) };
                Array.ForEach(cpus, cpu => cpu.Start());
                var result = await load.ExecuteAsync(cancellationToken);
                var used = Array.ConvertAll(cpus, cpu => cpu.Stop());
                rows.Add(run, result.Jobs, result.Jobs / result.Seconds, result.Accept.P50, result.Accept.P95, result.Accept.P99, result.Drain.P50, result.Drain.P95, result.Whole.P50, result.Whole.P99);
                var sum = used.Sum(u => u.User + u.Kernel) / result.Jobs;
                costs.Add(run, used[0].User / result.Jobs, used[0].Kernel / result.Jobs, (used[1].User + used[1].Kernel) / result.Jobs, (used[2].User + used[2].Kernel) / result.Jobs, sum, 2e6 / sum);
            }
        }
    }

    private static string MessageOf(string logEntry)
    {
        using var entry = JsonDocument.Parse(logEntry);
        return entry.RootElement.GetProperty("message").GetString()!;
    }
}
