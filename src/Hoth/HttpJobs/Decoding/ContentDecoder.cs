using System.IO.Compression;
using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hoth.HttpJobs.Definitions;

namespace Hoth.HttpJobs.Decoding;

/// <summary>Makes records, one JSON value each, of a download. Everything but JSON is read as a stream, however large it is.</summary>
internal static class ContentDecoder
{
    private const int BufferSize = 64 * 1024;

    /// <summary>For Content-Encoding, about which a definition says nothing.</summary>
    private const int DefaultRatio = 200;

    /// <summary>The records; each is valid until the next one is asked for.</summary>
    /// <param name="decoder">What the content is.</param>
    /// <param name="content">The content.</param>
    /// <param name="contentEncoding">The header of that name: gzip is undone first, under the same limits.</param>
    /// <param name="maximum">Largest size in bytes, decompressed.</param>
    /// <param name="whole">Is given the whole body, for JSON.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="HttpJobException">The content is not what it should be, or too large.</exception>
    public static IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Decoder decoder, Stream content, string? contentEncoding, long maximum, Action<JsonElement>? whole, CancellationToken cancellationToken)
    {
        var budget = new ByteBudget(maximum);
        return Read(decoder, Plain(content, contentEncoding), budget, maximum, whole, cancellationToken);
    }

    /// <summary>Undoes a Content-Encoding. Hoth asks for none; some servers have their files compressed already.</summary>
    /// <exception cref="HttpJobException">It is none that is known.</exception>
    public static Stream Plain(Stream content, string? contentEncoding) => contentEncoding?.Trim().ToLowerInvariant() switch
    {
        null or "" or "identity" => content,
        "gzip" or "x-gzip" => Unzip(content, DefaultRatio),
        _ => throw HttpJobException.Malformed("An answer has a Content-Encoding other than gzip."),
    };

    private static IAsyncEnumerable<ReadOnlyMemory<byte>> Read(
        Decoder decoder, Stream content, ByteBudget budget, long maximum, Action<JsonElement>? whole, CancellationToken cancellationToken) => decoder.Kind switch
    {
        DecoderKind.Json => JsonRecords.ReadAsync(new CountingStream(content, budget), decoder.Records, whole, cancellationToken),
        DecoderKind.Jsonl => JsonLines.ReadAsync(new CountingStream(content, budget), cancellationToken),
        DecoderKind.Csv => CsvRecords.ReadAsync(new CountingStream(content, budget), decoder.Delimiter, cancellationToken),
        DecoderKind.Gzip => Read(decoder.Inner!, Unzip(content, decoder.MaxRatio), budget, maximum, whole, cancellationToken),
        DecoderKind.Zip => ReadZipAsync(decoder, content, budget, maximum, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(decoder)),
    };

    private static RatioStream Unzip(Stream content, int ratio)
    {
        var compressed = new CountingStream(content, null);
        return new RatioStream(new GZipStream(compressed, CompressionMode.Decompress), () => compressed.Count, ratio);
    }

    /// <summary>The directory of a ZIP file is at its end: it is put into a file that is gone when it is closed.</summary>
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadZipAsync(
        Decoder decoder, Stream content, ByteBudget budget, long maximum, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await new CountingStream(content, new ByteBudget(maximum)).CopyToAsync(file, cancellationToken);
        using var archive = Open(file);
        if (archive.Entries.Count > decoder.MaxEntries) throw HttpJobException.TooLarge($"The ZIP file has more than {decoder.MaxEntries} entries (max_entries).");
        var entries = archive.Entries.Where(e => !e.FullName.EndsWith('/') && FileSystemName.MatchesSimpleExpression(decoder.Entries, e.FullName)).ToList();
        if (entries.Count == 0) throw HttpJobException.Malformed($"The ZIP file has no entry {decoder.Entries} (entries).");
        foreach (var entry in entries)
        {
            // What the directory says of sizes is the sender's word: both are measured or bounded by the file itself.
            var compressed = Math.Min(entry.CompressedLength, file.Length);
            await using var stream = new RatioStream(OpenEntry(entry), () => compressed, decoder.MaxRatio);
            await foreach (var record in Read(decoder.Inner!, stream, budget, maximum, null, cancellationToken)) yield return record;
        }
    }

    private static ZipArchive Open(FileStream file)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read);
            _ = archive.Entries.Count;
            return archive;
        }
        catch (InvalidDataException)
        {
            throw HttpJobException.Malformed("The download is no ZIP file.");
        }
    }

    private static Stream OpenEntry(ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException)
        {
            throw HttpJobException.Malformed("An entry of the ZIP file is broken, encrypted or compressed in an unknown way.");
        }
    }
}
