using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hoth.Tests.OpenApi;

/// <summary>
/// Checks a value against a schema of an OpenAPI 3.1 document, by the keywords that hoth.yaml uses: $ref, type, enum, pattern,
/// format date-time and uri, required, properties, additionalProperties, items, maxItems, anyOf. Other keywords are not looked at.
/// </summary>
internal sealed class SchemaCheck(JsonNode document)
{
    /// <summary>Every mistake, with its path; none when the value is right.</summary>
    public IEnumerable<string> MistakesOf(JsonNode? value, JsonNode schemaOrReference, string path = "$")
    {
        var schema = Resolve(schemaOrReference);
        if (!HasType(value, schema["type"])) return [$"{path} is not {schema["type"]!.ToJsonString()}"];
        return value switch
        {
            JsonObject o => MistakesOf(o, schema, path),
            JsonArray a => MistakesOf(a, schema, path),
            JsonValue v => MistakesOf(v, schema, path),
            _ => [],
        };
    }

    /// <summary>The target of a local reference, or the node itself.</summary>
    public JsonNode Resolve(JsonNode node)
    {
        while (node["$ref"] is { } reference)
        {
            node = reference.GetValue<string>().Split('/').Skip(1).Aggregate(document, (at, name) =>
                at[name] ?? throw new InvalidOperationException($"{reference} leads nowhere."));
        }

        return node;
    }

    private IEnumerable<string> MistakesOf(JsonObject value, JsonNode schema, string path)
    {
        foreach (var name in Strings(schema["required"]).Where(n => !value.ContainsKey(n))) yield return $"{path}.{name} is missing";
        if (schema["anyOf"] is JsonArray any && any.All(s => MistakesOf(value, s!, path).Any())) yield return $"{path} fits nothing of anyOf";
        foreach (var (name, member) in value)
        {
            var memberSchema = schema["properties"]?[name] ?? schema["additionalProperties"] as JsonObject;
            if (memberSchema is null && schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False) yield return $"{path}.{name} is not a known member";
            foreach (var mistake in memberSchema is null ? [] : MistakesOf(member, memberSchema, $"{path}.{name}")) yield return mistake;
        }
    }

    private IEnumerable<string> MistakesOf(JsonArray value, JsonNode schema, string path)
    {
        if (schema["maxItems"] is { } most && value.Count > most.GetValue<long>()) yield return $"{path} has more than {most} items";
        if (schema["items"] is not { } items) yield break;
        for (var i = 0; i < value.Count; i++)
        {
            foreach (var mistake in MistakesOf(value[i], items, $"{path}[{i}]")) yield return mistake;
        }
    }

    private static IEnumerable<string> MistakesOf(JsonValue value, JsonNode schema, string path)
    {
        var text = value.ToString();
        if (schema["enum"] is JsonArray && !Strings(schema["enum"]).Contains(text)) yield return $"{path} is not of the enum";
        if (schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern.GetValue<string>())) yield return $"{path} does not match its pattern";
        var isRight = schema["format"]?.GetValue<string>() switch
        {
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            _ => true,
        };
        if (!isRight) yield return $"{path} has not its format";
    }

    private static bool HasType(JsonNode? value, JsonNode? type) => type switch
    {
        null => true,
        JsonArray several => several.Any(t => HasType(value, t)),
        _ => (type.GetValue<string>(), value?.GetValueKind() ?? JsonValueKind.Null) switch
        {
            ("null", JsonValueKind.Null) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) or ("integer" or "number", JsonValueKind.Number) => true,
            _ => false,
        },
    };

    private static IEnumerable<string> Strings(JsonNode? array) => array is JsonArray items ? items.Select(i => i!.ToString()) : [];
}
