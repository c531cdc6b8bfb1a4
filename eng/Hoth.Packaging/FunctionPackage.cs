using System.Diagnostics;

namespace Hoth.Packaging;

/// <summary>
/// The one Lambda package of all functions, published as it is deployed: self-contained, trimmed, compiled ahead, for provided.al2023. Trimming and
/// compiling take a minute and more, so that it is kept as long as nothing that goes into it has changed. Deploying, tests and benchmarks all
/// get it from here.
/// </summary>
/// <param name="Folder">What is in it.</param>
/// <param name="Zip">The same as a file: the same sources give the same bytes.</param>
public sealed record FunctionPackage(string Folder, string Zip)
{
    /// <summary>The file that provided.al2023 starts.</summary>
    public const string Bootstrap = "bootstrap";

    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(15);

    /// <summary>The program.</summary>
    public string Executable => Path.Combine(Folder, Bootstrap);

    /// <summary>Publishes when it has to.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="options">Which package.</param>
    /// <param name="says">What it does and why.</param>
    /// <param name="compiled">Where what the functions use has been compiled already; null: nowhere.</param>
    /// <exception cref="PackageMachineException">This machine cannot make it.</exception>
    /// <exception cref="PackageMissingException">The registry lacks what it needs.</exception>
    /// <exception cref="PackageException">The publish failed.</exception>
    public static FunctionPackage Prepare(string root, PackageOptions options, TextWriter says, CompiledTree? compiled = null)
    {
        var home = Directory.CreateDirectory(Path.Combine(root, "artifacts", "lambda", options.Name)).FullName;
        var package = new FunctionPackage(Path.Combine(home, "package"), Path.Combine(home, "functions.zip"));
        var stamp = Path.Combine(home, "sources.sha256");
        using var turn = Turn.Take(Path.Combine(home, "turn"), LongestTurn);
        var sources = Sources.Hash(root);
        if (File.Exists(package.Zip) && File.Exists(package.Executable) && File.Exists(stamp) && File.ReadAllText(stamp) == sources)
        {
            says.WriteLine($"Nothing that goes into the package has changed: {package.Zip}");
            return package;
        }

        if (options.NativeAot) NativeBuild.RequireMachine(options.Architecture);
        says.WriteLine($"Publishing the functions for linux-{options.Architecture} ({options.Name}) into {package.Folder}; this takes {(options.NativeAot ? "two minutes" : "a minute")}.");
        if (!options.NativeAot && !File.Exists(options.StartupProfileIn(root)))
        {
            says.WriteLine("Everything is compiled ahead, because nobody has recorded yet what starts run with these packages (docs/adr/0025-startup-profile.md).");
        }

        File.Delete(stamp);
        if (compiled?.IsOf(root) == false) compiled = null;
        var build = compiled?.Folder ?? Path.Combine(home, "build");
        // Nothing of an earlier build: what the compiler keeps would make the bytes depend on what was built here before.
        string[] earlier = [package.Folder, .. compiled?.FoldersOf("Hoth.Functions", $"release_linux-{options.Architecture}") ?? [build]];
        foreach (var folder in earlier.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);

        Publish(root, options, build, package.Folder, referencesToo: compiled is null);
        File.Move(Path.Combine(package.Folder, "Hoth.Functions"), package.Executable);
        if (options.NativeAot) NativeBuild.RequireOldGlibc(package.Executable);
        ReproducibleZip.Create(package.Folder, package.Zip);
        // Last: whoever is stopped before starts again.
        File.WriteAllText(stamp, sources);
        says.WriteLine($"Package: {new FileInfo(package.Zip).Length / 1e6:0.0} MB, {package.Zip}");
        return package;
    }

    private static void Publish(string root, PackageOptions options, string build, string folder, bool referencesToo)
    {
        string[] arguments =
        [
            "publish", Path.Combine(root, "src", "Hoth.Functions", "Hoth.Functions.csproj"), "-c", "Release", "-r", $"linux-{options.Architecture}", "-p:LambdaPackage=true",
            $"-p:LambdaNativeAot={options.NativeAot}", $"-p:AwsPackages={options.AwsPackages}", $"-p:AwsSdkPackages={options.AwsSdkPackages ?? options.AwsPackages}",
            // An output tree of its own: builds of other configurations neither wait for it nor break it.
            $"-p:ArtifactsPath={build}", "-p:RunAnalyzers=false", "-o", folder, "-v", "quiet", "-nologo",
            // One compiler for all projects instead of one each, whatever the environment says: 134 → 107 s.
            "-p:UseSharedCompilation=true", "-p:Reproducible=true", $"-p:BuildProjectReferences={referencesToo}",
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = root };
        // Compiler, trimmer and crossgen make garbage by the gigabyte and run for seconds: a nursery of 128 MiB (in hex) instead of a processor's cache, and no
        // profiling of themselves, take the publish from 107 to 88 s (docs/benchmarks.md, synth).
        start.Environment.TryAdd("DOTNET_GCgen0size", "0x8000000");
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        using var publish = Process.Start(start) ?? throw new PackageException("dotnet does not start.");
        var output = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode == 0) return;
        if (output.Contains("NU110", StringComparison.Ordinal))
        {
            throw new PackageMissingException(
                $"The registry lacks a package that linux-{options.Architecture}{(options.NativeAot ? " with native AOT" : "")} needs: {output.Trim()}");
        }

        throw NativeBuild.Explain(output) ?? new PackageException($"The publish of the functions failed: {output}");
    }
}

/// <summary>The registry has not what the package needs.</summary>
public sealed class PackageMissingException(string message) : Exception(message);
