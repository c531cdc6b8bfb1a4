using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Takes JSON values apart and puts them together again.</summary>
internal static class JsonEdit
{
    // Text stays readable in findings; nothing of it gets into a page unescaped.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonNode? ToNode(JsonElement value) => JsonNode.Parse(value.GetRawText());

    public static JsonElement ToElement(JsonNode? node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Readable))
        {
            if (node is null) writer.WriteNullValue();
            else node.WriteTo(writer);
        }

        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return document.RootElement.Clone();
    }

    public static bool AreEqual(JsonNode? a, JsonNode? b) => JsonNumber.AreEqual(ToElement(a), ToElement(b));

    public static JsonElement Of(string text) => ToElement(JsonValue.Create(text));

    public static JsonElement Of(decimal number) => ToElement(JsonValue.Create(number));

    /// <summary>The value at a place; it must be there.</summary>
    public static JsonElement Find(JsonElement root, string at)
    {
        foreach (var token in Tokens(at)) root = root.ValueKind == JsonValueKind.Array ? root[Index(token)] : root.GetProperty(token);
        return root;
    }

    /// <summary>A copy with something else in a place, which may be a new member or the next item.</summary>
    public static JsonNode? With(JsonElement root, string at, JsonNode? value) => Edited(root, at, (parent, token) =>
    {
        if (parent is JsonObject members) members[token] = value;
        else if (Index(token) is var i && i == parent.AsArray().Count) parent.AsArray().Add(value);
        else parent.AsArray()[i] = value;
    }) is { } edited ? edited : value;

    /// <summary>A copy without a member or item.</summary>
    public static JsonNode Without(JsonElement root, string at) => Edited(root, at, (parent, token) =>
    {
        if (parent is JsonObject members) members.Remove(token);
        else parent.AsArray().RemoveAt(Index(token));
    })!;

    /// <summary>What holds the value at a place, with the value's name; null where that is no object.</summary>
    public static (JsonObject Owner, string Name)? Owner(JsonNode? root, string at)
    {
        var tokens = Tokens(at);
        return tokens.Length > 0 && Walk(root, tokens[..^1]) is JsonObject owner ? (owner, tokens[^1]) : null;
    }

    public static string[] Tokens(string at) =>
        at.Length == 0 ? [] : [.. at[1..].Split('/').Select(t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static JsonNode? Edited(JsonElement root, string at, Action<JsonNode, string> edit)
    {
        if (at.Length == 0) return null;
        var copy = ToNode(root);
        var tokens = Tokens(at);
        edit(Walk(copy, tokens[..^1])!, tokens[^1]);
        return copy;
    }

    private static JsonNode? Walk(JsonNode? node, IEnumerable<string> tokens) =>
        tokens.Aggregate(node, (at, token) => at is JsonArray items ? items[Index(token)] : at![token]);

    private static int Index(string token) => int.Parse(token, CultureInfo.InvariantCulture);
}
