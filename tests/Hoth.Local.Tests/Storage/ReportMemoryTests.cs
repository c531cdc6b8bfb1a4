using System.Diagnostics;
using System.Reflection;
using Xunit.Abstractions;

namespace Hoth.Local.Tests.Storage;

public sealed class ReportMemoryTests(ITestOutputHelper output)
{
    private const long CsvBytes = 200_000_000;

    /// <summary>JSON lines repeat the names of members that CSV has once.</summary>
    private const long PartBytes = CsvBytes * 8 / 5;

    /// <summary>Slow: it writes half a gigabyte to disk, which takes some seconds on an idle machine.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_report_of_200_MB_is_assembled_in_less_than_50_MB_of_memory()
    {
        using var directory = new TemporaryDirectory();
        var start = new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, ReportMemoryChild.Argument, directory.Path, $"{PartBytes}"]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var line = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        child.ExitCode.ShouldBe(0);
        var (rows, bytes, growth) = line.Split(' ').Select(long.Parse).ToArray() is [var r, var b, var g] ? (r, b, g) : throw new InvalidOperationException(line);
        output.WriteLine($"{rows} rows, {bytes / 1e6:0.0} MB, resident set grown by {growth / 1e6:0.0} MB at most");

        bytes.ShouldBeGreaterThan(CsvBytes);
        growth.ShouldBeLessThan(50_000_000);
    }
}
