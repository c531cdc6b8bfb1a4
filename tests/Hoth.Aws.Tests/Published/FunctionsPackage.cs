using System.Reflection;
using System.Runtime.InteropServices;
using Hoth.Aws.Tests.Emulators;
using Hoth.Packaging;

namespace Hoth.Aws.Tests.Published;

/// <summary>The Lambda package as it is deployed: what is trimmed away too much, no other test sees.</summary>
public sealed class FunctionsPackage
{
    private readonly string name;
    private readonly Lazy<Task<FunctionPackage>> published;

    private FunctionsPackage(string name, bool nativeAot)
    {
        this.name = name;
        published = new(() => Task.Run(() => Prepare(nativeAot)));
    }

    /// <summary>What synth makes unless it is told otherwise.</summary>
    public static FunctionsPackage ReadyToRun { get; } = new("ReadyToRun", nativeAot: false);

    /// <summary>What is recommended for production (docs/adr/0023-native-aot.md).</summary>
    public static FunctionsPackage NativeAot { get; } = new("native AOT", nativeAot: true);

    /// <summary>Where Amazon's packages come from is what the tests were built with.</summary>
    internal static PackageOptions Options { get; } = new() { AwsPackages = Mode("AwsPackages"), AwsSdkPackages = Mode("AwsSdkPackages") };

    /// <summary>Its files; publishes it first when it is not up to date. Skips the test, or fails it in CI, when this machine can neither publish nor run it.</summary>
    internal async Task<FunctionPackage> RequireAsync()
    {
        try
        {
            return await published.Value;
        }
        catch (Exception e) when (e is EmulatorMissingException or PackageMissingException or PackageMachineException)
        {
            Emulators.Missing.SkipOrFail($"The Lambda package ({name}) cannot be tested: {e.Message}");
            throw;
        }
    }

    private static FunctionPackage Prepare(bool nativeAot)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new EmulatorMissingException("the Lambda package of the tests is for Linux on x64.");
        }

        return FunctionPackage.Prepare(Checkout.Root, Options with { NativeAot = nativeAot }, TextWriter.Null);
    }

    private static string Mode(string name) =>
        typeof(FunctionsPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
}
