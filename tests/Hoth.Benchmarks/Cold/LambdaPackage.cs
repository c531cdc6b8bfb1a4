using System.Diagnostics;
using System.IO.Compression;

namespace Hoth.Benchmarks.Cold;

/// <summary>The Lambda package, published from the source tree as it is deployed.</summary>
internal sealed record LambdaPackage(string Directory)
{
    /// <summary>The program, which Lambda calls "bootstrap".</summary>
    public string Executable => Path.Combine(Directory, "Hoth.Functions");

    /// <summary>The CSP directory in it.</summary>
    public string CspsFile => Path.Combine(Directory, "csps.json");

    /// <summary>Publishes into a directory of its own, with its own intermediate files: those of ordinary builds stay as they are.</summary>
    /// <exception cref="InvalidOperationException">This program does not run from a source tree, or the publish failed.</exception>
    public static async Task<LambdaPackage> PublishAsync(CancellationToken cancellationToken)
    {
        var root = RepositoryRoot();
        var artifacts = Path.Combine(root, "artifacts", "lambda");
        var package = Path.Combine(artifacts, "package");
        string[] args =
        [
            "publish", Path.Combine(root, "src", "Hoth.Functions"), "-c", "Release", "-r", "linux-x64", "-p:LambdaPackage=true",
            $"-p:ArtifactsPath={artifacts}", "-p:RunAnalyzers=false", "-o", package, "-v", "q", "-nologo",
        ];
        var start = new ProcessStartInfo("dotnet", args) { RedirectStandardOutput = true };
        using var publish = Process.Start(start)!;
        await using var interrupt = cancellationToken.Register(() => publish.Kill(entireProcessTree: true));
        var output = await publish.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await publish.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return publish.ExitCode == 0 ? new(package) : throw new InvalidOperationException($"The publish failed: {output}");
    }

    /// <summary>Bytes of the files, and of a zip of them.</summary>
    public (long Files, long Zip) Measure()
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(Directory, zip, CompressionLevel.Optimal, includeBaseDirectory: false);
        return (new DirectoryInfo(Directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), zip.Length);
    }

    private static string RepositoryRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Hoth.sln"))) return directory.FullName;
        }

        throw new InvalidOperationException("The package is published from the source tree, and this program is not in one.");
    }
}
