using System.Text;
using System.Text.Json;
using Hoth.Local.Hosting;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Results.Rendering;
using Hoth.QaRuns.Specs;

namespace Hoth.Local.Qa;

/// <summary>Tests an API against its specification from the terminal, in this process.</summary>
internal sealed class QaCommand(QaOptions options, IQaEngine engine, TextWriter output, Stream json, bool isTerminal, TimeProvider time)
{
    /// <summary>Ctrl-C: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Stopped = 130;

    private const int Unreadable = 3;

    /// <summary>Runs with what the process has.</summary>
    /// <returns>0: PASS or PASS_WITH_WARNINGS; 1: FAIL; 3: INCONCLUSIVE, or the specification cannot be read; 130: stopped.</returns>
    /// <exception cref="StartException">A file that was named cannot be read or written.</exception>
    public static async Task<int> RunAsync(QaOptions options)
    {
        using var stop = new StopSignal();
        await using var json = Console.OpenStandardOutput();
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        await using var output = new StreamWriter(options.Json ? Console.OpenStandardError() : Console.OpenStandardOutput(), encoding) { AutoFlush = true };
        var isTerminal = !(options.Json ? Console.IsErrorRedirected : Console.IsOutputRedirected) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return await new QaCommand(options, new QaEngine(TimeProvider.System), output, json, isTerminal, TimeProvider.System).RunAsync(stop.Requested);
    }

    /// <inheritdoc cref="RunAsync(QaOptions)"/>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var baseline = await ReadBaselineAsync(stop);
        TryFile(options.HtmlFile, "--html");
        TryFile(options.JUnitFile, "--junit");
        ApiSpec spec;
        try
        {
            spec = await SpecSource.ReadAsync(options.Spec, time, stop);
        }
        catch (SpecException e)
        {
            await output.WriteLineAsync($"hoth: {VisibleText.OneLine(options.Spec)} cannot be read: {VisibleText.OneLine(e.Message)}");
            await output.WriteLineAsync("INCONCLUSIVE");
            return Unreadable;
        }

        var report = await TestAsync(spec, baseline, stop);
        // Whoever has stopped the run still wants to know what came of it.
        await WriteAsync(report, CancellationToken.None);
        if (stop.IsCancellationRequested) return Stopped;
        return report.Verdict switch { Verdict.Pass or Verdict.PassWithWarnings => 0, Verdict.Fail => 1, _ => Unreadable };
    }

    private async Task<RunReport> TestAsync(ApiSpec spec, RunReport? baseline, CancellationToken stop)
    {
        var progress = new QaProgress(output, isTerminal, spec.Operations.Count(o => o.IsSafe || options.Run.AllowWrites), time);
        var journal = new MemoryJournal(progress);
        var started = time.GetUtcNow();
        string? stopped = null;
        await output.WriteLineAsync($"{VisibleText.OneLine($"{spec.Title} {spec.Version}")} at {options.BaseUrl}, seed {options.Run.Seed}, {(options.Run.AllowWrites ? "writes allowed" : "operations that read alone")}");
        try
        {
            await engine.RunAsync(spec, options, journal, progress, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            stopped = "The run was stopped before its end.";
        }

        return EvaluateRun.Run(new RunFacts
        {
            Spec = spec,
            BaseUrl = options.BaseUrl.AbsoluteUri,
            Options = options.Run,
            Records = journal.Records,
            Stopped = stopped,
            Baseline = baseline,
            StartedAt = started,
            EndedAt = time.GetUtcNow(),
        });
    }

    private async Task WriteAsync(RunReport report, CancellationToken cancellationToken)
    {
        await output.WriteAsync((isTerminal ? "\r\e[K" : "") + Environment.NewLine + QaText.Of(report, options.Notes));
        await WriteFileAsync(options.HtmlFile, HtmlReport.WriteAsync);
        await WriteFileAsync(options.JUnitFile, JUnitReport.WriteAsync);
        if (options.Json) await RunReportJson.WriteAsync(report, json, cancellationToken);

        async Task WriteFileAsync(string? path, Func<RunReport, Stream, CancellationToken, Task> write)
        {
            if (path is null) return;
            await using var file = File.Create(path);
            await write(report, file, cancellationToken);
        }
    }

    private async Task<RunReport?> ReadBaselineAsync(CancellationToken cancellationToken)
    {
        if (options.BaselineFile is not { } path) return null;
        try
        {
            await using var file = File.OpenRead(path);
            return await RunReportJson.ReadAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartException($"--baseline {path} cannot be read: {(e is JsonException ? "it is no report of this program" : e.Message)}", e);
        }
    }

    /// <summary>A run of minutes is not to end with a report that cannot be written.</summary>
    private static void TryFile(string? path, string name)
    {
        if (path is null) return;
        try
        {
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{name} {path} cannot be written: {e.Message}", e);
        }
    }
}
