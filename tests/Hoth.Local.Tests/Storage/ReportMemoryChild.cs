using System.Globalization;
using System.Text;
using Hoth.Local.Storage;
using Hoth.Ports;
using Hoth.Reports;
using Hoth.Reports.Output;
using Hoth.Streams;

namespace Hoth.Local.Tests.Storage;

/// <summary>Assembles a large report in a process of its own, which says how much memory that took.</summary>
internal static class ReportMemoryChild
{
    public const string Argument = "report-memory";

    /// <summary>Prints rows, bytes, and by how many bytes the resident set has grown at its highest.</summary>
    public static async Task RunAsync(string directory, long bytes)
    {
        var artifacts = new FileArtifactStore(directory, SystemIds.Instance, TimeProvider.System, (_, _) => new Uri("http://localhost/"));
        var assemble = new AssembleReport(artifacts);

        // Once in small, so that what every process needs is there already.
        await PutAsync(artifacts, "small", 100_000);
        await assemble.ExecuteAsync("warm", ReportFormat.Csv, ["small"], default);
        await PutAsync(artifacts, "large", bytes);
        GC.Collect();
        var before = Environment.WorkingSet;
        using var stop = new CancellationTokenSource();
        var watching = HighestAsync(stop.Token);
        var output = await assemble.ExecuteAsync("report", ReportFormat.Csv, ["large", "small"], default);
        await stop.CancelAsync();
        var growth = await watching - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output.Rows} {output.Bytes} {growth}"));
    }

    private static async Task<long> HighestAsync(CancellationToken stop)
    {
        var highest = 0L;
        while (!stop.IsCancellationRequested)
        {
            highest = Math.Max(highest, Environment.WorkingSet);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        return highest;
    }

    private static async Task PutAsync(FileArtifactStore artifacts, string key, long bytes)
    {
        await using var rows = new ChunkStream(RowsAsync(bytes).GetAsyncEnumerator());
        await artifacts.PutAsync(key, rows, "application/jsonl", default);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> RowsAsync(long bytes)
    {
        var row = new StringBuilder();
        var number = 0;
        for (long written = 0; written < bytes; written += row.Length)
        {
            row.Clear();
            for (var i = 0; i < 500; i++) row.Append(CultureInfo.InvariantCulture, $"{{\"number\":{number++},\"resource\":\"/subscriptions/0/resourceGroups/g/providers/p\",\"cost\":1.25,\"note\":\"a, \\\"b\\\"\"}}\n");
            await Task.Yield();
            yield return Encoding.UTF8.GetBytes(row.ToString());
        }
    }
}
