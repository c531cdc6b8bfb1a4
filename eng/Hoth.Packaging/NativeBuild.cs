using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Hoth.Packaging;

/// <summary>What native AOT asks of the machine that builds, and what it must not have taken from it (docs/adr/0023-native-aot.md).</summary>
internal static partial class NativeBuild
{
    /// <summary>Amazon Linux 2023's, which provided.al2023 is: https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html.</summary>
    private static readonly Version TargetGlibc = new(2, 34);

    private const string WayOut = "Or leave native AOT out: no --native-aot, no hoth:nativeAot.";

    /// <summary>Refuses a machine that cannot link for Lambda, before minutes are spent on it.</summary>
    /// <exception cref="PackageMachineException">It is not Linux, or of another architecture.</exception>
    public static void RequireMachine(string architecture) =>
        RequireMachine(architecture, OperatingSystem.IsLinux() ? "linux" : RuntimeInformation.OSDescription, RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant());

    /// <inheritdoc cref="RequireMachine(string)" />
    internal static void RequireMachine(string architecture, string system, string processor)
    {
        if (system == "linux" && processor == architecture) return;
        throw new PackageMachineException($"Native AOT for linux-{architecture} builds on Linux with the same processor only, and this is {system} on {processor}. Build the package there and name it with hoth:package. {WayOut}");
    }

    /// <summary>Refuses a program that would not start in Lambda: the linker takes the newest symbols that the machine's own C library has.</summary>
    /// <exception cref="PackageMachineException">It needs a newer glibc than there is in Lambda.</exception>
    public static void RequireOldGlibc(string program)
    {
        var needed = NewestGlibc(File.ReadAllBytes(program));
        if (needed <= TargetGlibc) return;
        throw new PackageMachineException(
            $"The program needs glibc {needed}, because this machine has that or a newer one, and Lambda's provided.al2023 has {TargetGlibc}: it would not start there. Build on Amazon Linux 2023 or Debian 12. {WayOut}");
    }

    /// <summary>The newest version of glibc that is asked for by name in an ELF file (gABI, symbol versioning: the names are plain text in it).</summary>
    /// <exception cref="PackageException">None is: this is no program that the C library starts.</exception>
    internal static Version NewestGlibc(byte[] elf) =>
        GlibcVersion().Matches(Encoding.Latin1.GetString(elf)).Select(name => Version.Parse(name.Groups["version"].Value)).Max()
        ?? throw new PackageException("The native program names no version of glibc.");

    /// <summary>What the SDK says when the machine lacks a linker or what strips symbols; null: the build failed for another reason.</summary>
    internal static PackageMachineException? Explain(string output) =>
        MissingTool().Match(output) is { Success: true } said
            ? new PackageMachineException($"Native AOT needs clang, or gcc and binutils (Debian: apt-get install gcc libc6-dev): {said.Groups["what"].Value.Trim()} {WayOut}")
            : null;

    [GeneratedRegex(@"\bGLIBC_(?<version>\d+\.\d+(?:\.\d+)?)\0")]
    private static partial Regex GlibcVersion();

    [GeneratedRegex("(?<what>(?:Platform linker|Requested linker|Symbol stripping tool)[^\\r\\n[]*)")]
    private static partial Regex MissingTool();
}

/// <summary>This machine cannot make the package, another can.</summary>
public sealed class PackageMachineException(string message) : PackageException(message);
