using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Reads ISO 8601 texts and seconds since 1970 (or milliseconds: events of Kinesis have them); writes ISO 8601.</summary>
internal sealed class DateTimeConverter : JsonConverter<DateTime>
{
    /// <summary>A number of seconds beyond the year 5000 has to be milliseconds; the official converter's limit.</summary>
    private const long GreatestSeconds = 157_753_180_800;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String when reader.TryGetDateTime(out var date) => date,
        JsonTokenType.Number when reader.TryGetInt64(out var number) =>
            number > GreatestSeconds ? DateTime.UnixEpoch.AddMilliseconds(number) : DateTime.UnixEpoch.AddSeconds(number),
        JsonTokenType.Number when reader.TryGetDouble(out var seconds) => DateTime.UnixEpoch.AddSeconds(seconds),
        var other => throw new JsonSerializerException($"Unknown data type for DateTime: {other}"),
    };

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
