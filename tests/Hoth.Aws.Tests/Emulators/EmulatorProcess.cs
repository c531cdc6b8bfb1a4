using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hoth.Aws.Tests.Emulators;

/// <summary>A running emulator.</summary>
public sealed class EmulatorProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly GuardedProcess process;

    private EmulatorProcess(EmulatorCommand command, int port)
    {
        Endpoint = new Uri($"http://127.0.0.1:{port}");
        process = new GuardedProcess(command.Line, command.Directory ?? Path.GetTempPath(), command.Variables ?? new Dictionary<string, string>());
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts it on a free port and waits until it answers HTTP, at most a minute.</summary>
    /// <exception cref="EmulatorMissingException">It cannot be started, or ended, or does not answer.</exception>
    public static async Task<EmulatorProcess> StartAsync(Func<int, EmulatorCommand> command)
    {
        string failure;
        var attempt = 0;
        do
        {
            var port = FreePort();
            var emulator = new EmulatorProcess(command(port), port);
            failure = await emulator.WaitAsync();
            if (failure.Length == 0)
            {
                return emulator;
            }

            emulator.Dispose();
        }
        while (++attempt < 3); // somebody else may have taken the port in between
        throw new EmulatorMissingException(failure);
    }

    public void Dispose() => process.Dispose();

    private async Task<string> WaitAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartLimit)
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync();
                return $"it ended with {process.ExitCode}: {process.Output}";
            }

            try
            {
                using var answer = await http.GetAsync(Endpoint);
                return "";
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        return $"it did not answer on {Endpoint} within {StartLimit.TotalSeconds} s: {process.Output}";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
