using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hoth.Aws.Tests.Emulators;

/// <summary>A running emulator. It ends on <see cref="Dispose"/>, and by itself when the test host dies.</summary>
public sealed class EmulatorProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Runs the emulator under a shell that kills it when standard input ends, which happens when the test host goes, however it goes.
    /// (Linux's parent-death signal is no use: it is sent when the *thread* ends that started the child.)
    /// </summary>
    private const string Watchdog = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        child=$!
        { cat <&3 >/dev/null; kill -KILL $child 2>/dev/null; } &
        exec 3<&-
        wait $child
        """;

    private readonly Process process;
    private readonly Queue<string> lastLines = new();

    private EmulatorProcess(EmulatorCommand command, int port)
    {
        Endpoint = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Directory ?? Path.GetTempPath(),
        };
        foreach (var argument in (string[])["-c", Watchdog, "emulator", .. command.Line])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in command.Variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
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

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private async Task<string> WaitAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartLimit)
        {
            if (process.HasExited)
            {
                return $"it ended with {process.ExitCode}: {Output()}";
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

        return $"it did not answer on {Endpoint} within {StartLimit.TotalSeconds} s: {Output()}";
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (lastLines)
        {
            lastLines.Enqueue(line);
            while (lastLines.Count > 20)
            {
                lastLines.Dequeue();
            }
        }
    }

    private string Output()
    {
        lock (lastLines)
        {
            return string.Join('\n', lastLines);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
