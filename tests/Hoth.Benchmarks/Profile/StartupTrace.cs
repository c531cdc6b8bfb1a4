using System.Buffers.Binary;
using Microsoft.Diagnostics.Tracing;

namespace Hoth.Benchmarks.Profile;

/// <summary>
/// What a program compiled while it ran, from the events of its runtime. They are described in the runtime's manifest (ClrEtwAll.man); the library that reads the file has no
/// classes for two of the four.
/// </summary>
internal sealed class StartupTrace
{
    /// <summary>Loader 0x8, Jit 0x10, types 0x80000, and the details of methods 0x4000000000.</summary>
    private const string Keywords = "0x4000080018";
    private const string Provider = "Microsoft-Windows-DotNETRuntime";

    private const int BulkType = 15, MethodDetails = 72;

    /// <summary>The bits of a metadata token that are not the table.</summary>
    private const int RowMask = 0xffffff;

    private readonly Dictionary<long, string> _modules = [];
    private readonly Dictionary<ulong, (long Module, int Token, byte Element, ulong[] Arguments)> _types = [];
    private readonly Dictionary<ulong, (ulong Type, int Token, ulong[] Arguments)> _details = [];
    private readonly HashSet<ulong> _compiled = [];

    private StartupTrace()
    {
    }

    /// <summary>Variables that have a program write its trace to a file, and compile every method that it runs, inlining none.</summary>
    public static IReadOnlyDictionary<string, string> VariablesFor(string file) => new Dictionary<string, string>
    {
        ["DOTNET_EnableEventPipe"] = "1",
        ["DOTNET_EventPipeOutputPath"] = file,
        ["DOTNET_EventPipeConfig"] = $"{Provider}:{Keywords}:5",
        ["DOTNET_ReadyToRun"] = "0",
    };

    /// <summary>The methods in a trace.</summary>
    /// <exception cref="InvalidOperationException">There are none: the runtime has not written what it was asked for.</exception>
    public static IReadOnlyList<RunMethod> Read(string file)
    {
        var trace = new StartupTrace();
        using (var source = new EventPipeEventSource(file))
        {
            source.Clr.LoaderModuleLoad += module => trace._modules[module.ModuleID] = Path.GetFileNameWithoutExtension(module.ModuleILPath);
            source.Clr.MethodLoadVerbose += method =>
            {
                if (!method.IsDynamic) trace._compiled.Add((ulong)method.MethodID);
            };
            source.AllEvents += other =>
            {
                if (other.ProviderName != Provider) return;
                if ((int)other.ID == BulkType) trace.AddTypes(other.EventData());
                if ((int)other.ID == MethodDetails) trace.AddDetails(other.EventData());
            };
            try
            {
                source.Process();
            }
            catch (FormatException)
            {
                // The runtime may end before it has written the last block, that of its own end.
            }
        }

        List<RunMethod> methods = [.. trace._compiled.Where(trace._details.ContainsKey).Select(trace.MethodOf).OfType<RunMethod>()];
        return methods.Count > 0 ? methods : throw new InvalidOperationException($"{file} names no methods ({trace._compiled.Count} compiled, {trace._details.Count} details, {trace._types.Count} types).");
    }

    private RunMethod? MethodOf(ulong id)
    {
        var (type, token, arguments) = _details[id];
        return TypeOf(type) is { } owner && TypesOf(arguments) is { } resolved ? new(owner, token & RowMask, resolved) : null;
    }

    /// <summary>Null for what a profile has no use for, such as pointers to functions.</summary>
    private RunType? TypeOf(ulong id)
    {
        if (!_types.TryGetValue(id, out var type) || TypesOf(type.Arguments) is not { } arguments) return null;
        if (type.Element is RunType.Pointer or RunType.Reference or RunType.Vector) return new(null, 0, type.Element, arguments);
        return (type.Token & RowMask) != 0 && _modules.TryGetValue(type.Module, out var module) ? new(module, type.Token & RowMask, RunType.Class, arguments) : null;
    }

    private List<RunType>? TypesOf(ulong[] ids)
    {
        var types = ids.Select(TypeOf).OfType<RunType>().ToList();
        return types.Count == ids.Length ? types : null;
    }

    /// <summary>Count and runtime, then for each type its id, module, token, flags, element type, name and arguments.</summary>
    private void AddTypes(ReadOnlySpan<byte> data)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(data);
        data = data[6..];
        for (; count > 0; count--)
        {
            var (id, module, token, element) = (BinaryPrimitives.ReadUInt64LittleEndian(data), BinaryPrimitives.ReadInt64LittleEndian(data[8..]), BinaryPrimitives.ReadInt32LittleEndian(data[16..]), data[24]);
            data = data[25..];
            while (data is not [0, 0, ..]) data = data[sizeof(char)..];
            var arguments = IdsAt(data[sizeof(char)..], BinaryPrimitives.ReadInt32LittleEndian(data[sizeof(char)..]), sizeof(int));
            data = data[(sizeof(char) + sizeof(int) + (arguments.Length * sizeof(ulong)))..];
            _types[id] = (module, token, element, arguments);
        }
    }

    /// <summary>Method, type, token, count of arguments, module, arguments.</summary>
    private void AddDetails(ReadOnlySpan<byte> data) => _details[BinaryPrimitives.ReadUInt64LittleEndian(data)] =
        (BinaryPrimitives.ReadUInt64LittleEndian(data[8..]), BinaryPrimitives.ReadInt32LittleEndian(data[16..]), IdsAt(data, BinaryPrimitives.ReadInt32LittleEndian(data[20..]), 32));

    private static ulong[] IdsAt(ReadOnlySpan<byte> data, int count, int offset)
    {
        var ids = new ulong[count];
        for (var i = 0; i < count; i++) ids[i] = BinaryPrimitives.ReadUInt64LittleEndian(data[(offset + (i * sizeof(ulong)))..]);
        return ids;
    }
}
