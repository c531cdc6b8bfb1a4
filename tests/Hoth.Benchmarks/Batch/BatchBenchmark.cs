using System.Diagnostics;
using Hoth.Benchmarks.Machine;
using Hoth.Benchmarks.Report;

namespace Hoth.Benchmarks.Batch;

/// <summary>Ten cost requests to a CSP that takes 200 ms: as one batch of the worker function, and one after the other.</summary>
internal static class BatchBenchmark
{
    private const int BatchSize = 10;
    private const int Rounds = 5;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var worker = await CostWorker.StartAsync(Latency, cancellationToken);
        // The first round pays for the compiler, the connections and the access token.
        await worker.AcceptAsync(BatchSize);
        await worker.WorkAsync(BatchSize);

        var (batch, serial) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            await worker.AcceptAsync(2 * BatchSize);
            batch.Add(await TimeAsync(() => worker.WorkAsync(BatchSize)));
            serial.Add(await TimeAsync(async () =>
            {
                for (var i = 0; i < BatchSize; i++) await worker.WorkAsync(1);
            }));
        }

        var (one, other) = (new Samples(batch), new Samples(serial));
        new Table("10 requests", "p50 ms", "min ms", "max ms", "times the CSP's 200 ms")
            .Add("one batch of 10", one.P50, one.Min, one.Max, one.P50 / Latency.TotalMilliseconds)
            .Add("10 batches of 1, one after the other", other.P50, other.Min, other.Max, other.P50 / Latency.TotalMilliseconds)
            .Add("ratio", other.P50 / one.P50, null, null, null)
            .Print($"Batch: RequestCosts on SQLite, CSP that takes 200 ms ({MachineFacts.DescribeLoad()})");
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
