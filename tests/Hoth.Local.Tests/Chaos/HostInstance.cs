using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Hoth.Local.Tests.Chaos;

/// <summary>One life of the host: a child process from its start to its end.</summary>
internal sealed class HostInstance : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private bool _killed;

    private HostInstance(Process process)
    {
        _process = process;
        _output = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>Everything that it has written.</summary>
    public IEnumerable<string> Lines => _lines;

    /// <summary>How long it took to be ready; zero before.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>The next life that got ready, once this one has ended.</summary>
    public TaskCompletionSource<HostInstance> Successor { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next life, once its process is there.</summary>
    public TaskCompletionSource<HostInstance> Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the program.</summary>
    public static HostInstance Start(string program, IEnumerable<string> args) =>
        new(Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!);

    /// <summary>Waits until it answers requests.</summary>
    /// <returns>False when it ended before.</returns>
    public async Task<bool> WaitUntilReadyAsync()
    {
        await Task.WhenAny(_ready.Task, _output).WaitAsync(ChaosRun.Patience, TimeProvider.System);
        return _ready.Task.IsCompleted;
    }

    /// <summary>SIGKILL: .NET's Kill is kill(pid, 9) on Unix, which <see cref="EndAsync"/>'s 137 confirms.</summary>
    /// <returns>False when somebody else has killed it before.</returns>
    public bool TryKill()
    {
        if (Interlocked.Exchange(ref _killed, true)) return false;
        _process.Kill();
        return true;
    }

    /// <summary>Asks it to end in order.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>Its exit code, once it has ended and all of its output was read.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        await _output;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            if (line.StartsWith("{\"event\":\"Ready\"", StringComparison.Ordinal))
            {
                StartTime = TimeProvider.System.GetElapsedTime(_started);
                _ready.TrySetResult(new Uri(JsonSerializer.Deserialize<JsonElement>(line).GetProperty("url").GetString()!));
            }
        }
    }
}
