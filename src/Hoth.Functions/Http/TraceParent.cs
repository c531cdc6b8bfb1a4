using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Hoth.Ports;

namespace Hoth.Functions.Http;

/// <summary>The <c>traceparent</c> header of W3C Trace Context: <c>version-traceid-parentid-flags</c> in lower-case hex.</summary>
internal static class TraceParent
{
    private const int Length = 55;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>The trace context in version 00, or null when the header is absent or wrong.</summary>
    public static string? Normalize(string? header)
    {
        if (header is null || header.Length < Length) return null;
        // Versions to come may append fields; this version must not have any.
        var isFuture = !header.StartsWith("00", StringComparison.Ordinal);
        if (header.Length > Length && (!isFuture || header[Length] != '-')) return null;
        var fields = header[..Length].Split('-');
        return fields is [{ Length: 2 } version, { Length: 32 } trace, { Length: 16 } parent, { Length: 2 } flags]
            && fields.All(f => !f.AsSpan().ContainsAnyExcept(LowerHex))
            && version != "ff" && HasNonZero(trace) && HasNonZero(parent)
            ? $"00-{trace}-{parent}-{flags}"
            : null;
    }

    /// <summary>The trace context of a request that brought none: the root of a new trace.</summary>
    /// <param name="ids">Where the random bits come from.</param>
    public static string New(IIds ids)
    {
        // An id has at least 120 random bits, but is no hex; its hash is.
        var hex = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(ids.NewId())));
        return $"00-{hex[..32]}-{hex[32..48]}-01";
    }

    private static bool HasNonZero(string hex) => hex.AsSpan().ContainsAnyExcept('0');
}
