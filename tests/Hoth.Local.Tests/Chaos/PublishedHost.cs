using System.Diagnostics;
using System.Reflection;
using Hoth.Packaging;

namespace Hoth.Local.Tests.Chaos;

/// <summary>
/// The single-machine host as a user gets it: published once per test run, from what this build has compiled (--no-build), so that it
/// costs seconds and is never older than the code under test.
/// </summary>
internal static class PublishedHost
{
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    /// <summary>The path of the executable.</summary>
    public static Task<string> ExecutableAsync() => Published.Value;

    private static async Task<string> PublishAsync()
    {
        // artifacts/MODE/bin/…: the package mode of this build (Directory.Build.props) is the one of the published host.
        var mode = Path.GetRelativePath(Checkout.PathOf("artifacts"), AppContext.BaseDirectory).Split(Path.DirectorySeparatorChar)[0];
        var packages = mode.Split('-');
        var target = Checkout.PathOf("artifacts", mode, "chaos-host");
        var configuration = typeof(PublishedHost).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string[] args =
        [
            "publish", Checkout.PathOf("src", "Hoth.Local"), "--no-build", "--no-self-contained", "-c", configuration, "-o", target,
            $"-p:AwsPackages={packages[0]}", $"-p:AwsSdkPackages={packages[^1]}", "-nodeReuse:false", "-v", "quiet", "-nologo",
        ];
        var start = new ProcessStartInfo("dotnet", args) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var publish = Process.Start(start)!;
        var output = await Task.WhenAll(publish.StandardOutput.ReadToEndAsync(), publish.StandardError.ReadToEndAsync());
        await publish.WaitForExitAsync();
        publish.ExitCode.ShouldBe(0, string.Concat(output));
        return Path.Combine(target, OperatingSystem.IsWindows() ? "Hoth.Local.exe" : "Hoth.Local");
    }
}
