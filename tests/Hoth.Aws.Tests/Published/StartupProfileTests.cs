using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Hoth.Functions.Catalog;
using Hoth.Packaging;

namespace Hoth.Aws.Tests.Published;

/// <summary>
/// The list of methods that are compiled ahead (docs/adr/0025-startup-profile.md) fits the functions. A method that is not in it works all the same, but is compiled while a
/// client waits.
/// </summary>
public sealed class StartupProfileTests
{
    private const string RecordAgain = "Record it again and commit it: dotnet run -c Release --project tests/Hoth.Benchmarks -- record-profile";

    /// <summary>Of Hoth's methods; names that compilers make change with every edit.</summary>
    private const double LeastKnown = 0.9;

    [SkippableFact]
    public void Every_handler_is_in_it()
    {
        var listed = ReadProfile();

        FunctionCatalog.Create().All.Select(function => $"{function.DeclaringType.FullName}.{function.Method.Name}").Where(handler => !listed.Contains(handler)).ShouldBeEmpty(RecordAgain);
    }

    [SkippableFact]
    public async Task Most_of_Hoths_methods_are_in_it()
    {
        var listed = ReadProfile();
        var package = await FunctionsPackage.ReadyToRun.RequireAsync();
        var own = Directory.GetFiles(package.Folder, "Hoth*.dll").Where(file => !file.EndsWith(".r2r.dll", StringComparison.Ordinal)).SelectMany(MethodsOf).ToHashSet();

        own.Count.ShouldBeGreaterThan(5_000);
        ((double)own.Count(listed.Contains) / own.Count).ShouldBeGreaterThan(LeastKnown, $"{RecordAgain}. Missing are, for example, {string.Join(", ", own.Except(listed).Take(20))}.");
    }

    private static HashSet<string> ReadProfile()
    {
        var file = FunctionsPackage.Options.StartupProfileIn(Checkout.Root);
        Skip.IfNot(File.Exists(file), "Nobody has recorded a list with these packages of Amazon's: everything is compiled ahead.");
        using var zip = ZipFile.OpenRead(file);
        using var content = new MemoryStream();
        using (var entry = zip.Entries.Single().Open()) entry.CopyTo(content);
        content.Position = 0;
        using var image = new PEReader(content);
        var metadata = image.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(metadata.GetMemberReference).Where(method => method.Parent.Kind == HandleKind.TypeReference)
            .Select(method => $"{NameOf(metadata, (TypeReferenceHandle)method.Parent)}.{metadata.GetString(method.Name)}")];
    }

    /// <summary>Of a trimmed assembly: methods with code, without generic parameters.</summary>
    private static List<string> MethodsOf(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
            .Where(method => method.RelativeVirtualAddress != 0 && method.GetGenericParameters().Count == 0 && metadata.GetTypeDefinition(method.GetDeclaringType()).GetGenericParameters().Count == 0)
            .Select(method => $"{NameOf(metadata, method.GetDeclaringType())}.{metadata.GetString(method.Name)}")];
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{metadata.GetString(type.Name)}"
            : Full(metadata, type.Namespace, type.Name);
    }

    private static string NameOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? Full(metadata, type.Namespace, type.Name) : $"{NameOf(metadata, outer)}+{metadata.GetString(type.Name)}";
    }

    private static string Full(MetadataReader metadata, StringHandle space, StringHandle name) =>
        space.IsNil ? metadata.GetString(name) : $"{metadata.GetString(space)}.{metadata.GetString(name)}";
}
