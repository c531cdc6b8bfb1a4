using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Hoth.Json;

/// <summary>
/// One text for equal JSON values: members sorted by name (ordinal), no white space, shortest escapes; the idea of RFC 8785.
/// Numbers keep their digits as sent (1.0 and 1 differ), which errs to the safe side: a repeated request is byte-equal in practice.
/// </summary>
public static class CanonicalJson
{
    /// <summary>SHA-256 of the canonical text, 64 lower-case hex digits.</summary>
    public static string Hash(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(writer, value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
