using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Hoth.Json;

namespace Hoth.CloudProviders;

/// <summary>
/// Converts all member names of a JSON text between Hoth's camelCase and the CSPs' snake_case. Values, arrays of primitives and
/// unknown members pass through byte for byte.
/// </summary>
/// <remarks>
/// Two members of one object whose names would become equal (<c>a_b</c> and <c>aB</c>) both keep the names they came with: nothing
/// is lost, nothing is duplicated, and the order does not matter. That needs a look at all names of an object before
/// the first is written, which is why this walks the strictly parsed document instead of copying token by token.
/// </remarks>
public static class WireCase
{
    /// <summary>Converts a CSP's answer to camelCase JSON text.</summary>
    /// <exception cref="JsonException">It is no strict JSON in UTF-8.</exception>
    public static string ToCamel(ReadOnlyMemory<byte> snakeJson) => Encoding.UTF8.GetString(ToCamelUtf8(snakeJson).Span);

    /// <summary>The same as UTF-8, on one line.</summary>
    /// <inheritdoc cref="ToCamel"/>
    public static ReadOnlyMemory<byte> ToCamelUtf8(ReadOnlyMemory<byte> snakeJson)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, snakeJson.Length));
        Convert(snakeJson, buffer, WireName.ToCamel);
        return buffer.WrittenMemory;
    }

    /// <summary>Converts Hoth's JSON text to a CSP's request body, UTF-8.</summary>
    /// <exception cref="JsonException">It is no strict JSON.</exception>
    public static ReadOnlyMemory<byte> ToSnake(string camelJson)
    {
        var buffer = new ArrayBufferWriter<byte>(camelJson.Length + (camelJson.Length / 4) + 16);
        Convert(Encoding.UTF8.GetBytes(camelJson), buffer, WireName.ToSnake);
        return buffer.WrittenMemory;
    }

    private static void Convert(ReadOnlyMemory<byte> json, ArrayBufferWriter<byte> buffer, Func<string, string> convert)
    {
        using var document = StrictJson.TryParse(json, out var mistake) ?? throw new JsonException($"The text {mistake}.");
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        Write(document.RootElement, writer, convert);
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer, Func<string, string> convert)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, writer, convert);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(item, writer, convert);
                writer.WriteEndArray();
                break;
            default:
                // As it came: neither the digits of a number nor the escapes of a string change.
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                break;
        }
    }

    private static void WriteObject(JsonElement value, Utf8JsonWriter writer, Func<string, string> convert)
    {
        var colliding = FindCollisions(value, convert);
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name;
            var converted = convert(name);
            writer.WritePropertyName(colliding is not null && colliding.Contains(converted) ? name : converted);
            Write(property.Value, writer, convert);
        }

        writer.WriteEndObject();
    }

    /// <summary>The converted names that more than one member would get; null, nearly always, when there are none.</summary>
    private static HashSet<string>? FindCollisions(JsonElement value, Func<string, string> convert)
    {
        var seen = new HashSet<string>(value.GetPropertyCount(), StringComparer.Ordinal);
        HashSet<string>? colliding = null;
        foreach (var property in value.EnumerateObject())
        {
            var converted = convert(property.Name);
            if (!seen.Add(converted)) (colliding ??= new(StringComparer.Ordinal)).Add(converted);
        }

        return colliding;
    }
}
