using Hoth.Packaging;

namespace Hoth.Benchmarks.Cold;

/// <summary>The Lambda package as it is deployed, in a copy: the benchmark has a CSP directory of its own.</summary>
internal sealed class LambdaPackage : IDisposable
{
    private readonly DirectoryInfo _copy = System.IO.Directory.CreateTempSubdirectory("hoth-cold-");
    private readonly FunctionPackage _package;

    private LambdaPackage(FunctionPackage package)
    {
        _package = package;
        foreach (var file in System.IO.Directory.EnumerateFiles(package.Folder)) File.Copy(file, Path.Combine(_copy.FullName, Path.GetFileName(file)));
    }

    /// <summary>The program.</summary>
    public string Executable => Path.Combine(_copy.FullName, FunctionPackage.Bootstrap);

    /// <summary>The CSP directory in it.</summary>
    public string CspsFile => Path.Combine(_copy.FullName, "csps.json");

    /// <summary>The definitions of HTTP jobs in it.</summary>
    public DirectoryInfo HttpJobs => _copy.CreateSubdirectory("http-jobs");

    /// <summary>Publishes it when its sources have changed.</summary>
    /// <exception cref="InvalidOperationException">This program does not run from a source tree.</exception>
    /// <exception cref="PackageMachineException">This machine cannot make it.</exception>
    /// <exception cref="PackageMissingException">The registry lacks what it needs.</exception>
    public static LambdaPackage Prepare(PackageOptions options) => new(FunctionPackage.Prepare(Checkout.Root, options, Console.Error));

    /// <summary>Bytes of the files, and of the zip.</summary>
    public (long Files, long Zip) Measure() =>
        (new DirectoryInfo(_package.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), new FileInfo(_package.Zip).Length);

    public void Dispose() => _copy.Delete(recursive: true);
}
