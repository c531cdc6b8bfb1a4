using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Hoth.HttpJobs.Expressions;
using Hoth.Json;

namespace Hoth.HttpJobs.Decoding;

/// <summary>Records of one JSON document.</summary>
internal static class JsonRecords
{
    /// <summary>A document is held as a whole: 64 MiB. What is larger should be JSON lines.</summary>
    private const int Largest = 64 * 1024 * 1024;

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Stream content, JsonPath? records, Action<JsonElement>? whole, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var part = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(part, cancellationToken)) > 0)
        {
            if (buffer.Length + read > Largest) throw HttpJobException.TooLarge("A JSON document is larger than 64 MiB.");
            buffer.Write(part, 0, read);
        }

        using var document = StrictJson.TryParse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), out var mistake) ?? throw HttpJobException.Malformed($"The download {mistake}.");
        whole?.Invoke(document.RootElement);
        foreach (var record in Select(document.RootElement, records)) yield return OnOneLine(Encoding.UTF8.GetBytes(record.GetRawText()));
    }

    /// <summary>Strict JSON has line breaks between values only: a blank is as good there, and lets records be lines.</summary>
    private static byte[] OnOneLine(byte[] record)
    {
        record.AsSpan().Replace((byte)'\n', (byte)' ');
        record.AsSpan().Replace((byte)'\r', (byte)' ');
        return record;
    }

    private static List<JsonElement> Select(JsonElement root, JsonPath? records)
    {
        if (records is not null) return records.FindAll(root) ?? throw HttpJobException.Malformed($"The download has nothing at ${records.Text} (records).");
        return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
    }
}

/// <summary>One JSON value a line (https://jsonlines.org); empty lines are skipped.</summary>
internal static class JsonLines
{
    private const int LongestLine = 16 * 1024 * 1024;

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(content, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        for (var number = 1; ;)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (ToRecord(rest.Slice(0, end), number++) is { } record) yield return record;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (result.IsCompleted && ToRecord(rest, number) is { } last) yield return last;
            if (result.IsCompleted) break;
            if (rest.Length > LongestLine) throw HttpJobException.TooLarge("A line is longer than 16 MiB.");
            reader.AdvanceTo(rest.Start, rest.End);
        }

        await reader.CompleteAsync();
    }

    private static ReadOnlyMemory<byte>? ToRecord(ReadOnlySequence<byte> line, int number)
    {
        var bytes = line.ToArray().AsMemory().Trim(" \t\r"u8.ToArray());
        if (number == 1 && bytes.Span.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (bytes.IsEmpty) return null;
        using var document = StrictJson.TryParse(bytes, out _) ?? throw HttpJobException.Malformed($"Line {number} of the download is no JSON.");
        return bytes;
    }
}
