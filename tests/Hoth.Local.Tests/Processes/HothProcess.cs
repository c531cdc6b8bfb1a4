using System.Diagnostics;

namespace Hoth.Local.Tests.Processes;

/// <summary>The built program as a process of its own.</summary>
internal sealed class HothProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private HothProcess(IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Hoth.Local.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static HothProcess Start(params string[] args) => new(args);

    /// <summary>Runs to its end.</summary>
    public static async Task<(int ExitCode, string Output, IReadOnlyList<string> Errors)> RunAsync(params string[] args)
    {
        using var process = Start(args);
        var output = process._process.StandardOutput.ReadToEndAsync();
        var (code, errors) = await process.EndAsync();
        return (code, await output, errors);
    }

    /// <summary>The next line of its output.</summary>
    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System)
        ?? throw new InvalidOperationException($"The process ended: {await _errors}");

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, IReadOnlyList<string> Errors)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        return (_process.ExitCode, (await _errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Asks it to end in order, as a service manager does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString()]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
