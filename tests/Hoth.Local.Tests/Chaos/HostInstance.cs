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
    private bool _killed;

    private HostInstance(Process process)
    {
        _process = process;
        _output = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>Everything that it has written.</summary>
    public IEnumerable<string> Lines => _lines;

    /// <summary>The next life, once this one has ended and that one is ready.</summary>
    public TaskCompletionSource<HostInstance> Successor { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the program and returns when it answers requests.</summary>
    public static async Task<HostInstance> StartAsync(string program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        var instance = new HostInstance(Process.Start(start)!);
        var ended = instance._output;
        if (await Task.WhenAny(instance._ready.Task, ended).WaitAsync(ChaosRun.Patience, TimeProvider.System) == ended && !instance._ready.Task.IsCompleted)
        {
            throw new InvalidOperationException($"The host did not start:\n{string.Join('\n', instance._lines)}");
        }

        return instance;
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
                _ready.TrySetResult(new Uri(JsonSerializer.Deserialize<JsonElement>(line).GetProperty("url").GetString()!));
            }
        }
    }
}
