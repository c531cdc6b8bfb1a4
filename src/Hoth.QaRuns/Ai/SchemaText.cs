using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Ai;

/// <summary>Writes schemas as JSON Schema, references replaced by what they lead to, down to some depth.</summary>
internal static class SchemaText
{
    private const int Depth = 8;

    private static readonly (SchemaTypes Type, string Name)[] Names =
    [
        (SchemaTypes.Null, "null"), (SchemaTypes.Boolean, "boolean"), (SchemaTypes.Integer, "integer"), (SchemaTypes.String, "string"), (SchemaTypes.Array, "array"), (SchemaTypes.Object, "object"),
    ];

    public static void Write(Schema schema, Utf8JsonWriter json) => Write(schema, json, 0);

    private static void Write(Schema schema, Utf8JsonWriter json, int depth)
    {
        if (!schema.Possible || depth > Depth)
        {
            json.WriteBooleanValue(schema.Possible);
            return;
        }

        json.WriteStartObject();
        if (schema.Types != SchemaTypes.Any)
        {
            json.WriteStartArray("type");
            foreach (var (type, name) in Names.Where(n => schema.Types.HasFlag(n.Type))) json.WriteStringValue(type == SchemaTypes.Integer && schema.Types.HasFlag(SchemaTypes.Fraction) ? "number" : name);
            json.WriteEndArray();
        }

        if (schema.Description.Length > 0) json.WriteString("description", schema.Description.Length > 400 ? schema.Description[..400] : schema.Description);
        if (schema.ReadOnly) json.WriteBoolean("readOnly", true);
        WriteText(schema, json);
        WriteLimits(schema, json);
        if (schema.Enum is { } values) WriteAll(json, "enum", values, v => v.WriteTo(json));
        if (schema.Required.Count > 0) WriteAll(json, "required", schema.Required, json.WriteStringValue);
        if (schema.Properties.Count > 0)
        {
            json.WriteStartObject("properties");
            foreach (var (name, member) in schema.Properties)
            {
                json.WritePropertyName(name);
                Write(member, json, depth + 1);
            }

            json.WriteEndObject();
        }

        foreach (var (name, part) in new[] { ("items", schema.Items), ("additionalProperties", schema.AdditionalProperties), ("not", schema.Not) })
        {
            if (part is null) continue;
            json.WritePropertyName(name);
            Write(part, json, depth + 1);
        }

        foreach (var (name, parts) in new[] { ("allOf", schema.AllOf), ("anyOf", schema.AnyOf), ("oneOf", schema.OneOf) })
        {
            if (parts.Count > 0) WriteAll(json, name, parts, part => Write(part, json, depth + 1));
        }

        json.WriteEndObject();
    }

    private static void WriteText(Schema schema, Utf8JsonWriter json)
    {
        if (schema.Format is not null) json.WriteString("format", schema.Format);
        if (schema.Pattern is not null) json.WriteString("pattern", schema.Pattern.Source);
        Bounds(json, "Length", schema.Length);
        Bounds(json, "Items", schema.ItemCount);
        Bounds(json, "Properties", schema.PropertyCount);
        if (schema.UniqueItems) json.WriteBoolean("uniqueItems", true);
    }

    private static void WriteLimits(Schema schema, Utf8JsonWriter json)
    {
        (string Name, JsonElement? Value)[] limits =
        [
            ("minimum", schema.Minimum), ("maximum", schema.Maximum), ("exclusiveMinimum", schema.ExclusiveMinimum), ("exclusiveMaximum", schema.ExclusiveMaximum), ("multipleOf", schema.MultipleOf),
        ];
        foreach (var (name, value) in limits)
        {
            if (value is null) continue;
            json.WritePropertyName(name);
            value.Value.WriteTo(json);
        }
    }

    private static void Bounds(Utf8JsonWriter json, string of, Bounds<int> bounds)
    {
        if (bounds.Least is { } least) json.WriteNumber("min" + of, least);
        if (bounds.Most is { } most) json.WriteNumber("max" + of, most);
    }

    private static void WriteAll<T>(Utf8JsonWriter json, string name, IEnumerable<T> all, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var one in all) write(one);
        json.WriteEndArray();
    }
}
