using System.Buffers;
using System.Text.Json;
using Hoth.Json;

namespace Hoth.HttpJobs.Expressions;

/// <summary>Between texts and JSON scalars.</summary>
internal static class JsonText
{
    /// <summary>A JSON string of its own, tied to no document.</summary>
    public static JsonElement Of(string text) => Write(w => w.WriteStringValue(text));

    public static JsonElement Of(int number) => Write(w => w.WriteNumberValue(number));

    /// <summary>A string without its quotes, a number or boolean as it is written; null for anything else.</summary>
    public static string? TryGet(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonInput.TextOf(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
