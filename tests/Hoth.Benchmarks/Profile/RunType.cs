namespace Hoth.Benchmarks.Profile;

/// <summary>A type as the runtime instantiated it.</summary>
/// <param name="Assembly">Where it is defined; null for arrays, pointers and references.</param>
/// <param name="Row">Its row in that assembly's table of types.</param>
/// <param name="Element">ECMA-335 II.23.1.16, <c>ELEMENT_TYPE_…</c>.</param>
/// <param name="Arguments">Of a generic one; of an array, pointer or reference, what it is of.</param>
internal sealed record RunType(string? Assembly, int Row, byte Element, IReadOnlyList<RunType> Arguments)
{
    public const byte Pointer = 0x0f, Reference = 0x10, Class = 0x12, Vector = 0x1d;

    /// <summary>A type without arguments.</summary>
    public static RunType Of(string assembly, int row) => new(assembly, row, Class, []);

    /// <summary>The same for the same type.</summary>
    public override string ToString() => $"{Assembly}:{Row:x}:{(Assembly is null ? Element : 0):x}<{string.Join(',', Arguments)}>";
}

/// <summary>A method as the runtime instantiated it.</summary>
/// <param name="Owner">Its type.</param>
/// <param name="Row">Its row in the table of methods of the type's assembly.</param>
/// <param name="Arguments">Of a generic one.</param>
internal sealed record RunMethod(RunType Owner, int Row, IReadOnlyList<RunType> Arguments)
{
    /// <summary>The same for the same method.</summary>
    public override string ToString() => $"{Owner}:{Row:x}<{string.Join(',', Arguments)}>";
}
