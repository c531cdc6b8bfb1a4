using System.Diagnostics;

namespace Hoth.Benchmarks.Host;

/// <summary>A .NET program of this build as a process of its own; killed on disposal when it has not ended.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Task<string> _errors;

    private ChildProcess(Process process)
    {
        Process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public Process Process { get; }

    /// <summary>Starts a program that lies next to this one.</summary>
    public static ChildProcess Start(string assembly, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        return new(Process.Start(start)!);
    }

    public async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await Process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken)
        ?? throw new InvalidOperationException($"The process ended: {await _errors}");

    /// <summary>Reads its output to the end, as whoever starts a program must, and keeps the last line with this text.</summary>
    public async Task<string?> FindInOutputAsync(string text)
    {
        string? found = null;
        while (await Process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(text)) found = line;
        }

        return found;
    }

    /// <summary>Asks it to end in order, and waits.</summary>
    public async Task TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", Process.Id.ToString()])) await kill.WaitForExitAsync();
        await Process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.Dispose();
    }
}
