using System.Diagnostics;

namespace Hoth.Aws.Tests.Emulators;

/// <summary>A process that ends on <see cref="Dispose"/>, and by itself when the test host dies. Keeps the last lines that it wrote.</summary>
public sealed class GuardedProcess : IDisposable
{
    /// <summary>
    /// Runs the program under a shell that kills it when standard input ends, which happens when the test host goes, however it goes.
    /// (Linux's parent-death signal is no use: it is sent when the *thread* ends that started the child.) The exit code is the program's.
    /// </summary>
    private const string Guard = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        child=$!
        { read -r _ <&3; kill -KILL $child; } >/dev/null 2>&1 &
        guard=$!
        exec 3<&-
        wait $child
        code=$?
        kill -KILL $guard 2>/dev/null
        wait $guard 2>/dev/null
        exit $code
        """;

    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly int lines;
    private readonly Queue<string> written = new();

    /// <summary>Starts it.</summary>
    /// <param name="line">Program and arguments.</param>
    /// <param name="directory">Where to run it.</param>
    /// <param name="variables">Environment variables to add.</param>
    /// <param name="lines">So many lines of output are kept.</param>
    /// <param name="cleanEnvironment">Nothing of this process's environment but what finds programs and marks a run of .ci/run.</param>
    public GuardedProcess(
        IReadOnlyList<string> line, string directory, IReadOnlyDictionary<string, string> variables, int lines = 20, bool cleanEnvironment = false)
    {
        this.lines = lines;
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, "guarded", .. line])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        if (cleanEnvironment)
        {
            foreach (var name in start.Environment.Keys.Where(name => name is not ("PATH" or "HOTH_CI_RUN")).ToList())
            {
                start.Environment.Remove(name);
            }
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>It is over.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Only when it is over; 137 when killed.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>The last lines of standard output and standard error.</summary>
    public string Output
    {
        get
        {
            lock (written)
            {
                return string.Join('\n', written);
            }
        }
    }

    /// <summary>Completes when it is over and all of its output is there.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken = default) => process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends it at once: through the guard, which waits for it, so that no zombie stays where nobody else does.</summary>
    public void Kill()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(KillLimit))
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (written)
        {
            written.Enqueue(line);
            while (written.Count > lines)
            {
                written.Dequeue();
            }
        }
    }
}
