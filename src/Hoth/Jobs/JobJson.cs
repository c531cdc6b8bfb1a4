using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hoth.Jobs;

/// <summary>How stores write a record: one JSON text next to the few attributes they index. Members may be added; never rename one.</summary>
// MaxDepth: bodies as deep as StrictJson lets in (64) stand inside a record.
[JsonSourceGenerationOptions(
    MaxDepth = 80,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobRecord))]
public sealed partial class JobJson : JsonSerializerContext
{
    /// <summary>The record as JSON text.</summary>
    public static string Write(JobRecord job) => JsonSerializer.Serialize(job, Default.JobRecord);

    /// <summary>The record that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a job record.</exception>
    public static JobRecord Read(string json) =>
        JsonSerializer.Deserialize(json, Default.JobRecord) ?? throw new JsonException("A job record must not be null.");
}
