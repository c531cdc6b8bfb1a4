using System.Reflection;
using Hoth.Packaging;

namespace Hoth.Aws.Tests.Compat;

/// <summary>
/// The manifest beside each compat project lists what the project may show, and each line of it was compared with the official
/// sources (compat/README.md says which). With HOTH_WRITE_MANIFESTS=1 the test writes them anew; judge the difference before committing it.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages { get; } = [.. Directory.GetDirectories(Checkout.PathOf("compat"))
        .Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0)
        .Select(folder => Path.GetFileName(folder)!)
        .Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public void Compat_assembly_shows_what_its_manifest_lists(string package)
    {
        var assembly = Assembly.Load(package);
        Skip.IfNot(IsCompat(assembly), $"{package} is the official package");
        var manifest = Checkout.PathOf("compat", package, "PublicApi.txt");
        var actual = PublicApi.Describe(assembly);
        if (Environment.GetEnvironmentVariable("HOTH_WRITE_MANIFESTS") == "1")
        {
            File.WriteAllLines(manifest, actual);
        }

        actual.ShouldBe(File.ReadAllLines(manifest));
    }

    [Fact]
    public void Compat_has_ten_packages() => ((IEnumerable<object[]>)Packages).Select(row => row[0]).Distinct().Count().ShouldBe(10);

    internal static bool IsCompat(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(m => m is { Key: "HothCompat", Value: "true" });
}
