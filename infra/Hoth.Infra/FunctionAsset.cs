using Hoth.Infra.Configuration;
using Hoth.Packaging;

namespace Hoth.Infra;

/// <summary>Where the functions' package comes from: a path that the context names, or a publish.</summary>
internal static class FunctionAsset
{
    /// <summary>A folder or zip to deploy.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="says">What it does and why.</param>
    /// <param name="compiled">Where the CDK app was compiled, with the stand-ins for Amazon's packages, when what it has of the functions may go into the package; null: nowhere.</param>
    /// <exception cref="PackageException">There is none at the path that the context names, or the publish failed.</exception>
    /// <exception cref="PackageMissingException">The registry lacks what x64 needs.</exception>
    /// <exception cref="PackageMachineException">This machine lacks what native AOT for x64 needs.</exception>
    public static string Prepare(DeploymentOptions options, TextWriter says, CompiledTree? compiled)
    {
        if (options.AwsPackages == "compat")
        {
            says.WriteLine("Warning: the package has Hoth's stand-ins for Amazon's packages in it (hoth:awsPackages=compat). Deploy one with nuget.");
        }

        if (options.Package is { } path)
        {
            return File.Exists(path) || Directory.Exists(path) ? Path.GetFullPath(path) : throw new PackageException($"There is no package at {path}.");
        }

        try
        {
            var wanted = new PackageOptions { Architecture = options.Architecture, AwsPackages = options.AwsPackages, NativeAot = options.NativeAot };
            return FunctionPackage.Prepare(Checkout.Root, wanted, says, options.AwsPackages == "compat" ? compiled : null).Zip;
        }
        catch (Exception e) when (options.Architecture == "arm64" && e is PackageMissingException or PackageMachineException)
        {
            says.WriteLine(e.Message);
            return Stub(says);
        }
    }

    /// <summary>So that the template can be looked at where arm64 cannot be built.</summary>
    private static string Stub(TextWriter says)
    {
        says.WriteLine("WARNING: there is no package for arm64. The template has a STUB that cannot run: deploy it with -c hoth:package=PATH, a package published for linux-arm64.");
        var folder = Directory.CreateDirectory(Checkout.PathOf("artifacts", "lambda", "arm64-stub")).FullName;
        File.WriteAllText(Path.Combine(folder, FunctionPackage.Bootstrap), "#!/bin/sh\necho 'This is the stub of a package: see hoth:package.' >&2\nexit 1\n");
        return folder;
    }
}
