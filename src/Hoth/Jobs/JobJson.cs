using System.Text;
using System.Text.Json;

namespace Hoth.Jobs;

/// <summary>How stores write a record: one JSON text next to the few attributes they index. Members may be added; never rename one.</summary>
/// <remarks>
/// By hand, because nearly every function reads or writes a record in its cold start, and the serializer makes a model of 20 types before its first: 25 ms
/// (docs/benchmarks.md, cold). A test holds it against the serializer, member by member.
/// </remarks>
public static class JobJson
{
    // Bodies as deep as StrictJson lets in (64) stand inside a record.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 80 };

    /// <summary>The record as JSON text.</summary>
    public static string Write(JobRecord job) => Encoding.UTF8.GetString(JobRecordWriter.Write(job).WrittenSpan);

    /// <summary>The record as JSON in UTF-8.</summary>
    public static byte[] WriteUtf8(JobRecord job) => JobRecordWriter.Write(job).WrittenSpan.ToArray();

    /// <summary>The record that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a job record.</exception>
    public static JobRecord Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    /// <summary>The record that <see cref="WriteUtf8"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a job record.</exception>
    public static JobRecord Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        using var document = JsonDocument.ParseValue(ref reader);
        return JobRecordReader.Read(document.RootElement);
    }
}
