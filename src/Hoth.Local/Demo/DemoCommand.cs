using Hoth.Local.CommandLine;
using Hoth.Local.Hosting;
using Hoth.Local.Output;

namespace Hoth.Local.Demo;

/// <summary>Starts a host of its own, plays the sample events, and says whether everything came out as expected.</summary>
internal static class DemoCommand
{
    /// <returns>0 when every result is the expected one, else 1.</returns>
    /// <exception cref="StartException">The host cannot start.</exception>
    public static async Task<int> RunAsync(LocalOptions options)
    {
        if (options.DataDirectoryGiven && Directory.Exists(options.DataDirectory) && Directory.EnumerateFileSystemEntries(options.DataDirectory).Any())
        {
            throw new StartException($"The demo needs an empty data directory, and {options.DataDirectory} is none: its jobs would be taken for old ones.");
        }

        var directory = options.DataDirectoryGiven ? options.DataDirectory : Directory.CreateTempSubdirectory("hoth-demo-").FullName;
        try
        {
            return await PlayAsync(options with { DataDirectory = directory, Url = new Uri("http://127.0.0.1:0") });
        }
        finally
        {
            if (!options.DataDirectoryGiven) Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<int> PlayAsync(LocalOptions options)
    {
        using var stop = new StopSignal();
        var time = new SkippingTime();
        await using var output = ConsoleOutput.Open(options, time);
        var started = TimeProvider.System.GetTimestamp();
        IReadOnlyList<DemoRow> rows;
        await using (var host = await LocalHost.StartAsync(new LocalHostSetup { Options = options, LoggerFactory = output, Time = time }, stop.Requested))
        {
            using var http = new HttpClient { BaseAddress = host.Address };
            var samples = await new DemoRun(http, time, () => host.IsIdle).RunAsync(SampleEvent.LoadAll(), stop.Requested);
            // The demo listens on loopback and takes no other issuer.
            var reports = await new ReportTour(http, host.Tokens.Issuer!, time, () => host.IsIdle).RunAsync(stop.Requested);
            var qa = await new QaTour(host.Mock!, http, host.Tokens.Issuer!, time, () => host.IsIdle).RunAsync(stop.Requested);
            rows = [.. samples, .. reports, .. qa];
        }

        var elapsed = TimeProvider.System.GetElapsedTime(started);
        output.Announce(options.Json ? DemoTable.FormatJson(rows, elapsed) : Environment.NewLine + DemoTable.Format(rows, elapsed));
        return rows.All(row => row.Mistake is null) ? 0 : 1;
    }
}
