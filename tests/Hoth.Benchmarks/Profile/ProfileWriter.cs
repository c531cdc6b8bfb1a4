using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Hoth.Benchmarks.Profile;

/// <summary>
/// Writes the list of methods that crossgen2 reads, a .mibc: an assembly in a zip whose global methods load the tokens of the methods, one of them for each set of assemblies
/// that they need, and whose method AssemblyDictionary names these sets. Microsoft's own tool for it, dotnet-pgo, is not on nuget.org.
/// </summary>
internal sealed class ProfileWriter
{
    /// <summary>What stands for any class in shared generic code, and the assembly that crossgen2 expects it in.</summary>
    private const string AnyClass = "__Canon", AssemblyOfAnyClass = "System.Private.Canon";

    private const int MaxStack = 8;

    /// <summary>Any will do: the same list is to give the same bytes.</summary>
    private static readonly Guid ModuleId = new("b1f1b0de-4d3c-4a53-9d0a-5d3a25c8c1f4");

    private readonly IReadOnlyDictionary<string, PackagedAssembly> _assemblies;
    private readonly MetadataBuilder _metadata = new();
    private readonly BlobBuilder _code = new();
    private readonly MethodBodyStreamEncoder _bodies;
    private readonly Dictionary<string, AssemblyReferenceHandle> _references = [];
    private readonly Dictionary<(EntityHandle, string, string), TypeReferenceHandle> _types = [];
    private readonly Dictionary<BlobHandle, TypeSpecificationHandle> _specifications = [];
    private readonly BlobHandle _signature;

    private ProfileWriter(IReadOnlyDictionary<string, PackagedAssembly> assemblies)
    {
        _assemblies = assemblies;
        _bodies = new(_code);
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, returns => returns.Void(), _ => { });
        _signature = _metadata.GetOrAddBlob(signature);
    }

    /// <summary>Writes it.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="assemblies">By name: what the rows are those of.</param>
    /// <param name="file">Is replaced.</param>
    public static void Write(IEnumerable<RunMethod> methods, IReadOnlyDictionary<string, PackagedAssembly> assemblies, string file)
    {
        var image = new ProfileWriter(assemblies).Build(methods);
        using var zip = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        var entry = zip.CreateEntry($"{Path.GetFileName(file)}.dll", CompressionLevel.SmallestSize);
        entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var content = entry.Open();
        image.WriteContentTo(content);
    }

    private BlobBuilder Build(IEnumerable<RunMethod> methods)
    {
        var dictionary = new InstructionEncoder(new BlobBuilder());
        foreach (var group in methods.GroupBy(AssembliesOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var code = new InstructionEncoder(new BlobBuilder());
            foreach (var method in group.OrderBy(method => method.ToString(), StringComparer.Ordinal)) Load(code, Reference(method));
            dictionary.LoadString(_metadata.GetOrAddUserString(group.Key));
            Load(dictionary, AddGlobalMethod($"Assemblies_{group.Key}", code));
        }

        AddGlobalMethod("AssemblyDictionary", dictionary);
        var name = _metadata.GetOrAddString("startup");
        _metadata.AddModule(0, name, _metadata.GetOrAddGuid(ModuleId), default, default);
        _metadata.AddAssembly(name, new Version(0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata), _code, deterministicIdProvider: _ => new BlobContentId(ModuleId, 1)).Serialize(image);
        return image;

        static void Load(InstructionEncoder code, EntityHandle token)
        {
            code.OpCode(ILOpCode.Ldtoken);
            code.Token(token);
            code.OpCode(ILOpCode.Pop);
        }
    }

    /// <summary>The defining one first, each with a semicolon.</summary>
    private static string AssembliesOf(RunMethod method)
    {
        var others = new SortedSet<string>(StringComparer.Ordinal);
        Add(method.Owner.Arguments);
        Add(method.Arguments);
        others.Remove(method.Owner.Assembly!);
        return string.Concat(others.Prepend(method.Owner.Assembly).Select(name => $"{name};"));

        void Add(IEnumerable<RunType> types)
        {
            foreach (var type in types)
            {
                if (type.Assembly is not null) others.Add(type.Assembly);
                Add(type.Arguments);
            }
        }
    }

    private MethodDefinitionHandle AddGlobalMethod(string name, InstructionEncoder code) => _metadata.AddMethodDefinition(
        MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.IL, _metadata.GetOrAddString(name), _signature, _bodies.AddMethodBody(code, MaxStack), default);

    private EntityHandle Reference(RunMethod method)
    {
        var assembly = _assemblies[method.Owner.Assembly!];
        var definition = assembly.Metadata.GetMethodDefinition(MetadataTokens.MethodDefinitionHandle(method.Row));
        var owner = method.Owner.Arguments.Count == 0 ? Reference(assembly, MetadataTokens.TypeDefinitionHandle(method.Owner.Row)) : Specification(blob => Encode(blob, method.Owner));
        var signature = new BlobBuilder();
        Copy(assembly, assembly.Metadata.GetBlobReader(definition.Signature), signature);
        var reference = _metadata.AddMemberReference(owner, _metadata.GetOrAddString(assembly.Metadata.GetString(definition.Name)), _metadata.GetOrAddBlob(signature));
        if (method.Arguments.Count == 0) return reference;
        var instantiation = new BlobBuilder();
        instantiation.WriteByte((byte)SignatureKind.MethodSpecification);
        EncodeAll(instantiation, method.Arguments);
        return _metadata.AddMethodSpecification(reference, _metadata.GetOrAddBlob(instantiation));
    }

    private void Encode(BlobBuilder blob, RunType type)
    {
        if (type.Assembly is null)
        {
            blob.WriteByte(type.Element);
            Encode(blob, type.Arguments[0]);
            return;
        }

        if (type.Arguments.Count > 0) blob.WriteByte((byte)SignatureTypeCode.GenericTypeInstance);
        var assembly = _assemblies[type.Assembly];
        var handle = MetadataTokens.TypeDefinitionHandle(type.Row);
        blob.WriteByte((byte)(assembly.IsValueType(handle) ? SignatureTypeKind.ValueType : SignatureTypeKind.Class));
        blob.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(Reference(assembly, handle)));
        if (type.Arguments.Count > 0) EncodeAll(blob, type.Arguments);
    }

    private void EncodeAll(BlobBuilder blob, IReadOnlyList<RunType> types)
    {
        blob.WriteCompressedInteger(types.Count);
        foreach (var type in types) Encode(blob, type);
    }

    /// <summary>The same type in this list's own tables.</summary>
    private EntityHandle Reference(PackagedAssembly assembly, EntityHandle handle)
    {
        var metadata = assembly.Metadata;
        if (handle.Kind == HandleKind.TypeDefinition)
        {
            var type = metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
            var outer = type.GetDeclaringType();
            return Reference(outer.IsNil ? Assembly(assembly.Name) : Reference(assembly, outer), metadata.GetString(type.Namespace), metadata.GetString(type.Name));
        }

        if (handle.Kind == HandleKind.TypeReference)
        {
            var type = metadata.GetTypeReference((TypeReferenceHandle)handle);
            var scope = type.ResolutionScope;
            var outer = scope.Kind == HandleKind.AssemblyReference
                ? Assembly(metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name))
                : Reference(assembly, scope);
            return Reference(outer, metadata.GetString(type.Namespace), metadata.GetString(type.Name));
        }

        return Specification(blob =>
        {
            var reader = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
            CopyType(assembly, ref reader, blob);
        });
    }

    private TypeReferenceHandle Reference(EntityHandle scope, string space, string name)
    {
        if (name == AnyClass) scope = Assembly(AssemblyOfAnyClass);
        if (_types.TryGetValue((scope, space, name), out var handle)) return handle;
        return _types[(scope, space, name)] = _metadata.AddTypeReference(scope, _metadata.GetOrAddString(space), _metadata.GetOrAddString(name));
    }

    private AssemblyReferenceHandle Assembly(string name)
    {
        if (_references.TryGetValue(name, out var handle)) return handle;
        return _references[name] = _metadata.AddAssemblyReference(_metadata.GetOrAddString(name), new Version(0, 0), default, default, 0, default);
    }

    private TypeSpecificationHandle Specification(Action<BlobBuilder> encode)
    {
        var builder = new BlobBuilder();
        encode(builder);
        var blob = _metadata.GetOrAddBlob(builder);
        if (_specifications.TryGetValue(blob, out var handle)) return handle;
        return _specifications[blob] = _metadata.AddTypeSpecification(blob);
    }

    /// <summary>The signature of a method (ECMA-335 II.23.2.1), with references to types in this list's own tables.</summary>
    private void Copy(PackagedAssembly assembly, BlobReader reader, BlobBuilder blob)
    {
        var header = reader.ReadSignatureHeader();
        blob.WriteByte(header.RawValue);
        if (header.IsGeneric) CopyInteger(ref reader, blob);
        for (var types = CopyInteger(ref reader, blob) + 1; types > 0; types--) CopyType(assembly, ref reader, blob);
    }

    private void CopyType(PackagedAssembly assembly, ref BlobReader reader, BlobBuilder blob)
    {
        var element = reader.ReadByte();
        blob.WriteByte(element);
        switch ((SignatureTypeCode)element)
        {
            case (SignatureTypeCode)SignatureTypeKind.Class or (SignatureTypeCode)SignatureTypeKind.ValueType:
                CopyToken(ref reader);
                break;
            case SignatureTypeCode.RequiredModifier or SignatureTypeCode.OptionalModifier:
                CopyToken(ref reader);
                CopyType(assembly, ref reader, blob);
                break;
            case SignatureTypeCode.Pointer or SignatureTypeCode.ByReference or SignatureTypeCode.SZArray or SignatureTypeCode.Pinned:
                CopyType(assembly, ref reader, blob);
                break;
            case SignatureTypeCode.GenericTypeParameter or SignatureTypeCode.GenericMethodParameter:
                CopyInteger(ref reader, blob);
                break;
            case SignatureTypeCode.Array:
                CopyType(assembly, ref reader, blob);
                CopyInteger(ref reader, blob);
                for (var sizes = CopyInteger(ref reader, blob); sizes > 0; sizes--) CopyInteger(ref reader, blob);
                for (var bounds = CopyInteger(ref reader, blob); bounds > 0; bounds--) blob.WriteCompressedSignedInteger(reader.ReadCompressedSignedInteger());
                break;
            case SignatureTypeCode.GenericTypeInstance:
                CopyType(assembly, ref reader, blob);
                for (var arguments = CopyInteger(ref reader, blob); arguments > 0; arguments--) CopyType(assembly, ref reader, blob);
                break;
            case SignatureTypeCode.FunctionPointer:
                blob.WriteByte(reader.ReadByte());
                for (var types = CopyInteger(ref reader, blob) + 1; types > 0; types--) CopyType(assembly, ref reader, blob);
                break;
        }

        void CopyToken(ref BlobReader reader) => blob.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(Reference(assembly, reader.ReadTypeHandle())));
    }

    private static int CopyInteger(ref BlobReader reader, BlobBuilder blob)
    {
        var value = reader.ReadCompressedInteger();
        blob.WriteCompressedInteger(value);
        return value;
    }
}
