using System.Buffers.Binary;
using System.Text;

namespace Hoth.Local.Storage;

/// <summary>The beginning of an artifact's file: two bytes of length (big-endian), then key, line feed, media type in UTF-8.</summary>
internal sealed record ArtifactHeader(string Key, string MediaType)
{
    private const int MaximumMediaType = 256;

    /// <exception cref="ArgumentException">The media type is empty, too long, or has control characters.</exception>
    public byte[] ToBytes()
    {
        if (MediaType is not { Length: >= 1 and <= MaximumMediaType } || MediaType.Any(char.IsControl))
        {
            throw new ArgumentException($"A media type has 1 to {MaximumMediaType} characters, none of them a control character.", nameof(MediaType));
        }

        var text = Encoding.UTF8.GetBytes($"{Key}\n{MediaType}");
        var bytes = new byte[sizeof(ushort) + text.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)text.Length);
        text.CopyTo(bytes, sizeof(ushort));
        return bytes;
    }

    /// <summary>Reads the header, leaving the stream at the content.</summary>
    /// <exception cref="IOException">The file is not an artifact.</exception>
    public static async Task<ArtifactHeader> ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(ushort)];
        await file.ReadExactlyAsync(length, cancellationToken);
        var text = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await file.ReadExactlyAsync(text, cancellationToken);
        var parts = Encoding.UTF8.GetString(text).Split('\n');
        return parts.Length == 2 ? new(parts[0], parts[1]) : throw new IOException("The file is not an artifact.");
    }
}
