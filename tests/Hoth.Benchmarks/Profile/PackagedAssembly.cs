using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Hoth.Benchmarks.Profile;

/// <summary>An assembly of the package: trimmed, so that its rows are others than those of the one that was compiled.</summary>
internal sealed class PackagedAssembly(string file) : IDisposable
{
    private readonly PEReader _file = new(File.OpenRead(file));

    public string Name { get; } = Path.GetFileNameWithoutExtension(file);

    public MetadataReader Metadata => _file.GetMetadataReader();

    /// <summary>All methods that have code and no generic parameters, neither their own nor their type's.</summary>
    public IEnumerable<RunMethod> Methods()
    {
        var metadata = Metadata;
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            var type = method.GetDeclaringType();
            if (method.RelativeVirtualAddress == 0 || method.GetGenericParameters().Count > 0 || metadata.GetTypeDefinition(type).GetGenericParameters().Count > 0) continue;
            yield return new(RunType.Of(Name, MetadataTokens.GetRowNumber(type)), MetadataTokens.GetRowNumber(handle), []);
        }
    }

    /// <summary>Structs and enumerations are encoded differently from classes.</summary>
    public bool IsValueType(TypeDefinitionHandle handle)
    {
        var metadata = Metadata;
        var type = metadata.GetTypeDefinition(handle);
        var name = type.BaseType.IsNil ? default
            : type.BaseType.Kind == HandleKind.TypeReference ? metadata.GetTypeReference((TypeReferenceHandle)type.BaseType).Name
            : type.BaseType.Kind == HandleKind.TypeDefinition ? metadata.GetTypeDefinition((TypeDefinitionHandle)type.BaseType).Name : default;
        return !name.IsNil && metadata.GetString(name) is "ValueType" or "Enum" && !metadata.StringComparer.Equals(type.Name, "Enum");
    }

    public void Dispose() => _file.Dispose();
}
