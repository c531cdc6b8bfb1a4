using System.Text.Json;
using Hoth.Local.CommandLine;
using Hoth.Local.Output;
using Hoth.MockCsp;

namespace Hoth.Local.Hosting;

/// <summary>Starts the host and runs it until a signal.</summary>
internal static class RunCommand
{
    /// <exception cref="StartException">It cannot start.</exception>
    public static async Task<int> RunAsync(LocalOptions options)
    {
        using var stop = new StopSignal();
        await using var output = ConsoleOutput.Open(options, TimeProvider.System);
        // Nobody reads the mock's recorded requests here; they would only grow.
        var setup = new LocalHostSetup { Options = options, LoggerFactory = output, Mock = new MockCspOptions { RecordRequests = false } };
        await using var host = await LocalHost.StartAsync(setup, stop.Requested);
        Announce(host, setup, output);
        await stop.WaitAsync();
        return 0;
    }

    private static void Announce(LocalHost host, LocalHostSetup setup, LogOutput output)
    {
        switch (setup.Options)
        {
            // Its Ready entry says it.
            case { Json: true, Quiet: false }: break;
            // Who started it with port 0 has to know the port.
            case { Json: true }: output.Announce(JsonSerializer.Serialize(new { @event = "Ready", url = host.Address })); break;
            case { Quiet: true }: output.Announce($"Hoth listens on {host.Address.GetLeftPart(UriPartial.Authority)}"); break;
            default: output.Announce(Greeting.For(host, setup)); break;
        }
    }
}
