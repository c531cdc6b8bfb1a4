using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Hosting;

const string usage = "usage: Hoth.MockCsp [--urls http://127.0.0.1:PORT] [--script file.json]";

try
{
    if (args is ["--help" or "-h"])
    {
        Console.WriteLine(usage);
        return 0;
    }

    using CancellationTokenSource stop = new();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    var server = await MockCspServer.StartAsync(Arguments.Parse(args), TimeProvider.System, stop.Token);
    await using (server)
    {
        Console.WriteLine(Greeting.For(server));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    return 0;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
catch (Exception e) when (e is ArgumentException or UriFormatException or JsonException or IOException or SocketException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"mock CSPs cannot start: {e.Message}");
    return 2;
}
