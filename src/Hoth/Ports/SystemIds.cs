using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hoth.Ports;

/// <summary>Ids and randomness from the operating system's generator.</summary>
public sealed class SystemIds : IIds
{
    // Base32 in lower case without the letters that are mistaken for others (i, l, o, u).
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private const int Length = 26;

    /// <summary>The one instance: it has no state.</summary>
    public static SystemIds Instance { get; } = new();

    /// <inheritdoc />
    public string NewId() => string.Create(Length, 0, static (id, _) =>
    {
        // 5 of each byte's 8 bits are used: uniform without carrying bits over, 130 random bits in all.
        Span<byte> random = stackalloc byte[Length];
        RandomNumberGenerator.Fill(random);
        for (var i = 0; i < Length; i++)
        {
            id[i] = Alphabet[random[i] & 31];
        }
    });

    /// <inheritdoc />
    public double NextDouble()
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(random);
        // A double has 53 bits of precision.
        return (BinaryPrimitives.ReadUInt64LittleEndian(random) >> 11) * (1.0 / (1UL << 53));
    }
}
