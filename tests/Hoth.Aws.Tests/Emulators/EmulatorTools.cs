using System.Diagnostics;
using Hoth.Packaging;

namespace Hoth.Aws.Tests.Emulators;

/// <summary>Finds what emulators are made of: programs on the PATH, and the npm packages of tests/emulators, installed when they are not there yet.</summary>
public static class EmulatorTools
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);

    /// <summary>A program on the PATH.</summary>
    public static string Program(string name, string howToGetIt) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(directory => directory.Length > 0)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists)
        ?? throw new EmulatorMissingException($"there is no {name} on the PATH ({howToGetIt}).");

    /// <summary>A file below tests/emulators/node_modules; runs <c>npm ci</c> there first when the packages are not installed.</summary>
    public static string Package(string path)
    {
        var directory = Checkout.PathOf("tests", "emulators");
        var file = Path.Combine(directory, "node_modules", path);
        if (!File.Exists(file))
        {
            Install(directory, file);
        }

        return File.Exists(file)
            ? file
            : throw new EmulatorMissingException($"npm ci in tests/emulators did not bring {path}.");
    }

    /// <summary>Once, however many test processes and collections need it at the same time.</summary>
    private static void Install(string directory, string file)
    {
        var npm = Program("npm", "Debian: apt-get install npm; or run npm ci in tests/emulators elsewhere");
        using var turn = Turn.Take(Checkout.PathOf("artifacts", "turns", "npm-ci"), InstallLimit + InstallLimit);
        if (File.Exists(file))
        {
            return;
        }

        using var install = Process.Start(new ProcessStartInfo(npm, ["ci"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = install.StandardOutput.ReadToEndAsync();
        var errors = install.StandardError.ReadToEndAsync();
        if (!install.WaitForExit(InstallLimit))
        {
            install.Kill(entireProcessTree: true);
            throw new EmulatorMissingException($"npm ci in tests/emulators took longer than {InstallLimit.TotalMinutes} minutes.");
        }

        if (install.ExitCode != 0)
        {
            throw new EmulatorMissingException($"npm ci in tests/emulators ended with {install.ExitCode}: {output.Result}{errors.Result}");
        }
    }
}
