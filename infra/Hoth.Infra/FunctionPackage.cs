using System.Diagnostics;
using Hoth.Infra.Configuration;

namespace Hoth.Infra;

/// <summary>Where the functions' package comes from: a path that the context names, or a publish.</summary>
internal static class FunctionPackage
{
    /// <summary>The file that provided.al2023 starts.</summary>
    public const string Bootstrap = "bootstrap";

    /// <summary>A folder or zip to deploy.</summary>
    /// <exception cref="FunctionPackageException">There is none at the path that the context names, or the publish failed.</exception>
    public static string Prepare(DeploymentOptions options, TextWriter says)
    {
        if (options.AwsPackages == "compat")
        {
            says.WriteLine("Warning: the package has Hoth's stand-ins for Amazon's packages in it (hoth:awsPackages=compat). Deploy one with nuget.");
        }

        if (options.Package is { } path)
        {
            return File.Exists(path) || Directory.Exists(path) ? Path.GetFullPath(path) : throw new FunctionPackageException($"There is no package at {path}.");
        }

        var home = Checkout.PathOf("artifacts", "lambda", $"{options.AwsPackages}-{options.Architecture}");
        var folder = Path.Combine(home, "package");
        if (options.Architecture == "arm64") return Stub(folder, says);
        Publish(options, home, folder, says);
        File.Move(Path.Combine(folder, "Hoth.Functions"), Path.Combine(folder, Bootstrap), overwrite: true);
        return folder;
    }

    private static string Stub(string folder, TextWriter says)
    {
        says.WriteLine("WARNING: no package for arm64 is built here. The template has a STUB that cannot run: deploy it with -c hoth:package=PATH, a package published for linux-arm64.");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Bootstrap), "#!/bin/sh\necho 'This is the stub of a package: see hoth:package.' >&2\nexit 1\n");
        return folder;
    }

    private static void Publish(DeploymentOptions options, string home, string folder, TextWriter says)
    {
        says.WriteLine($"Publishing the functions for linux-{options.Architecture} ({options.AwsPackages}) into {folder}; the first time takes a minute and more.");
        string[] arguments =
        [
            "publish", Checkout.PathOf("src", "Hoth.Functions", "Hoth.Functions.csproj"), "-c", "Release", "-r", $"linux-{options.Architecture}",
            "-p:LambdaPackage=true", $"-p:AwsPackages={options.AwsPackages}", $"-p:ArtifactsPath={Path.Combine(home, "build")}", "-p:RunAnalyzers=false",
            "-o", folder, "-v", "quiet", "-nologo",
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = Checkout.Root };
        using var publish = Process.Start(start) ?? throw new FunctionPackageException("dotnet does not start.");
        var output = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode != 0) throw new FunctionPackageException($"The publish of the functions failed: {output}");
    }
}
