using System.Diagnostics;
using Hoth.Benchmarks.Report;

namespace Hoth.Benchmarks.Machine;

/// <summary>What has to stand next to every figure: the cores, how busy the machine is with other things, how fast the disk syncs.</summary>
internal static class MachineFacts
{
    private const int Page = 4096;

    public static string Describe() =>
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB memory, {Environment.Version}, {DescribeLoad()}";

    /// <summary>The load average: above the number of cores, figures say more about the neighbours than about Hoth.</summary>
    public static string DescribeLoad() =>
        File.Exists("/proc/loadavg") ? $"load average {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3])}" : "load average unknown";

    /// <summary>Times of a page written and flushed to the disk of a directory: the least that a commit at synchronous=FULL takes.</summary>
    public static Samples MeasureSync(string directory)
    {
        var path = Path.Combine(directory, "sync.probe");
        var page = new byte[Page];
        var times = new List<double>();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            for (var i = 0; i < 50; i++)
            {
                var start = Stopwatch.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return new Samples(times);
    }
}
