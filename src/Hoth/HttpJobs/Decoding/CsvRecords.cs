using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hoth.HttpJobs.Decoding;

/// <summary>
/// CSV (RFC 4180) with a header line, as JSON objects of strings. UTF-8, with or without a byte order mark; lines end with CRLF,
/// LF or CR; empty lines are skipped.
/// </summary>
internal static class CsvRecords
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream content, char delimiter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(content, Strict, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024, leaveOpen: true);
        var rows = new CsvReader(reader, delimiter);
        if (await NextAsync(rows, cancellationToken) is not { } first) yield break;
        var header = first.Select(name => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).ToArray();
        if (first.Distinct(StringComparer.Ordinal).Count() != first.Count) throw HttpJobException.Malformed("The header line of the CSV has a name twice.");

        var buffer = new ArrayBufferWriter<byte>(1024);
        await using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        for (var number = 2; await NextAsync(rows, cancellationToken) is { } row; number++)
        {
            if (row.Count != header.Length) throw HttpJobException.Malformed($"Row {number} of the CSV has {row.Count} fields, its header has {header.Length}.");
            buffer.ResetWrittenCount();
            writer.Reset(buffer);
            writer.WriteStartObject();
            for (var i = 0; i < header.Length; i++) writer.WriteString(header[i], row[i]);
            writer.WriteEndObject();
            writer.Flush();
            yield return buffer.WrittenMemory;
        }
    }

    private static async Task<IReadOnlyList<string>?> NextAsync(CsvReader rows, CancellationToken cancellationToken)
    {
        try
        {
            return await rows.NextAsync(cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            throw HttpJobException.Malformed("The CSV is not UTF-8.");
        }
    }
}
