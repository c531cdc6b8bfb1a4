using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Hoth.Aws.Tests.Emulators;

namespace Hoth.Aws.Tests.Published;

/// <summary>
/// The Lambda package, published as it is deployed. Trimming and compiling ahead take a minute and more, and are the point: what is
/// trimmed away too much, no other test sees. So it is published once for all test processes, and again only when its sources change.
/// It has an output tree of its own, so that builds of other configurations neither wait for it nor break it.
/// </summary>
internal static class FunctionsPackage
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(15);

    private static readonly string[] Sources = ["src/Hoth", "src/Hoth.Aws", "src/Hoth.Functions", "compat", "infra/config"];

    private static readonly Lazy<string> Published = new(Publish);

    /// <summary>The executable; publishes it first when it is not up to date.</summary>
    /// <exception cref="EmulatorMissingException">It cannot be published or run on this machine.</exception>
    public static string Executable => Published.Value;

    /// <summary>The folder that becomes the package.</summary>
    public static string Folder => Path.GetDirectoryName(Executable)!;

    private static string Publish()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new EmulatorMissingException("the Lambda package of the tests is for Linux on x64.");
        }

        var (lambda, sdk) = (Mode("AwsPackages"), Mode("AwsSdkPackages"));
        var home = Path.Combine(EmulatorTools.Repository, "artifacts", "functions-package", $"{lambda}-{sdk}");
        var folder = Path.Combine(home, "package");
        var executable = Path.Combine(folder, "Hoth.Functions");
        var stamp = Path.Combine(home, "sources.sha256");
        using var turn = Turn.Take("functions-package", PublishLimit);
        var sources = HashOfSources();
        if (File.Exists(executable) && File.Exists(stamp) && File.ReadAllText(stamp) == sources)
        {
            return executable;
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Run(
        [
            EmulatorTools.Program("dotnet", "the .NET SDK"), "publish", "src/Hoth.Functions/Hoth.Functions.csproj", "-c", "Release", "-r", "linux-x64", "-p:LambdaPackage=true",
            $"-p:AwsPackages={lambda}", $"-p:AwsSdkPackages={sdk}", $"-p:ArtifactsPath={home}/build", "-o", folder,
            // The build of the tests has run the analyzers, and nothing may stay running.
            "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false", "-nodeReuse:false", "-v", "quiet", "-nologo",
        ]);
        File.WriteAllText(stamp, sources);
        return executable;
    }

    private static void Run(IReadOnlyList<string> line)
    {
        using var publish = new GuardedProcess(line, EmulatorTools.Repository, new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1" });
        using var limit = new CancellationTokenSource(PublishLimit, TimeProvider.System);
        try
        {
            publish.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new EmulatorMissingException($"dotnet publish took longer than {PublishLimit.TotalMinutes} minutes: {publish.Output}");
        }

        if (publish.ExitCode != 0)
        {
            throw new EmulatorMissingException($"dotnet publish ended with {publish.ExitCode}: {publish.Output}");
        }
    }

    private static string HashOfSources()
    {
        var files = Sources
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(EmulatorTools.Repository, folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(EmulatorTools.Repository, "Directory.*"))
            .Append(Path.Combine(EmulatorTools.Repository, "global.json"))
            .Order(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file + '\0'));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Mode(string name) =>
        typeof(FunctionsPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
}
