using System.Reflection;
using System.Runtime.InteropServices;
using Hoth.Aws.Tests.Emulators;
using Hoth.Packaging;

namespace Hoth.Aws.Tests.Published;

/// <summary>The Lambda package as it is deployed: what is trimmed away too much, no other test sees.</summary>
internal static class FunctionsPackage
{
    private static readonly Lazy<FunctionPackage> Published = new(Prepare);

    /// <summary>The executable; publishes it first when it is not up to date.</summary>
    /// <exception cref="EmulatorMissingException">It cannot be run on this machine.</exception>
    public static string Executable => Published.Value.Executable;

    /// <summary>The folder that becomes the package.</summary>
    public static string Folder => Published.Value.Folder;

    private static FunctionPackage Prepare()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new EmulatorMissingException("the Lambda package of the tests is for Linux on x64.");
        }

        // In the mode that the tests were built in.
        var options = new PackageOptions { AwsPackages = Mode("AwsPackages"), AwsSdkPackages = Mode("AwsSdkPackages") };
        return FunctionPackage.Prepare(Checkout.Root, options, TextWriter.Null);
    }

    private static string Mode(string name) =>
        typeof(FunctionsPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
}
