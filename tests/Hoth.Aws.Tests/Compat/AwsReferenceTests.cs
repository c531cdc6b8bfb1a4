using System.Xml.Linq;
using Hoth.Packaging;

namespace Hoth.Aws.Tests.Compat;

/// <summary>Mistakes that would only show where the official packages restore (NU1008, NU1010).</summary>
public sealed class AwsReferenceTests
{
    private static readonly IReadOnlyList<(string Project, XElement Reference)> References =
    [
        .. Directory.EnumerateFiles(Checkout.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}artifacts{Path.DirectorySeparatorChar}"))
            .SelectMany(file => XDocument.Load(file).Descendants("AwsReference").Select(reference => (file, reference))),
    ];

    private static readonly HashSet<string?> Versioned =
    [
        .. XDocument.Load(Checkout.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion").Select(version => version.Attribute("Include")?.Value),
    ];

    [Fact]
    public void Every_AwsReference_has_a_PackageVersion()
    {
        References.ShouldNotBeEmpty();
        References.Where(r => !Versioned.Contains(Id(r.Reference))).Select(r => $"{r.Project}: {Id(r.Reference)}").ShouldBeEmpty();
    }

    [Fact]
    public void No_AwsReference_has_a_Version() =>
        References.Where(r => r.Reference.Attribute("Version") is not null || r.Reference.Element("Version") is not null)
            .Select(r => $"{r.Project}: {Id(r.Reference)}")
            .ShouldBeEmpty();

    [Fact]
    public void Every_AwsReference_has_a_compat_project() =>
        References.Where(r => !File.Exists(Checkout.PathOf("compat", Id(r.Reference)!, $"{Id(r.Reference)}.csproj")))
            .Select(r => $"{r.Project}: {Id(r.Reference)}")
            .ShouldBeEmpty();

    private static string? Id(XElement reference) => reference.Attribute("Include")?.Value;
}
