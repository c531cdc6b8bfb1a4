using System.Text.Json;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Schemas;

/// <summary>
/// Reads the schemas of an OpenAPI document: the Schema Object of 3.0, which is JSON Schema with changes of its own, and of 3.1, which is JSON Schema
/// 2020-12. References must be local. A schema is read once, so that cycles end.
/// </summary>
internal sealed class SchemaReader(JsonElement document, bool is31, SpecNotes notes)
{
    /// <summary>Keywords of JSON Schema that would restrict values and are not checked.</summary>
    private static readonly string[] NotChecked =
    [
        "if", "then", "else", "dependentSchemas", "dependencies", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef", "contentSchema", "contentMediaType", "contentEncoding",
    ];

    private readonly Dictionary<string, Schema> _schemas = new(StringComparer.Ordinal);

    /// <summary>The references that are being followed: one that comes again goes in a circle.</summary>
    private readonly HashSet<string> _following = new(StringComparer.Ordinal);

    /// <summary>The schema at a place of the document.</summary>
    /// <param name="json">What stands there.</param>
    /// <param name="pointer">Where that is.</param>
    /// <exception cref="SpecException">A reference leads nowhere, or keywords have the wrong form.</exception>
    public Schema Read(JsonElement json, string pointer)
    {
        if (_schemas.TryGetValue(pointer, out var known)) return known;
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("$ref", out var reference))
        {
            var target = Follow(reference, pointer);
            // Next to a reference 3.0 ignores everything, 3.1 nothing.
            var isAlone = !is31 || json.EnumerateObject().All(m => m.Name is "$ref" or "description" or "summary" or "title");
            if (isAlone) return _schemas[pointer] = target;
            var both = _schemas[pointer] = new Schema { Pointer = pointer };
            Fill(both, json);
            both.AllOf = [target, .. both.AllOf];
            return both;
        }

        var schema = _schemas[pointer] = new Schema { Pointer = pointer };
        switch (json.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                schema.Possible = false;
                break;
            case JsonValueKind.Object:
                Fill(schema, json);
                break;
            default:
                throw new SpecException($"{pointer} must be a schema: an object.");
        }

        return schema;
    }

    /// <summary>Checks what only shows when all is read.</summary>
    /// <exception cref="SpecException">A schema refers to itself for the same value, so that it says nothing.</exception>
    public void Finish()
    {
        var safe = new HashSet<Schema>();
        foreach (var schema in _schemas.Values.ToList()) CheckInPlace(schema, [], safe);
    }

    private Schema Follow(JsonElement reference, string pointer)
    {
        if (reference.ValueKind != JsonValueKind.String) throw new SpecException($"{pointer}/$ref must be text.");
        var target = reference.GetString()!;
        if (JsonPointer.Find(document, target) is not { } found) throw new SpecException($"{pointer}/$ref must lead to a schema within the document.");
        if (!_following.Add(pointer)) throw new SpecException($"{pointer}/$ref leads back to itself.");
        try
        {
            return Read(found, target);
        }
        finally
        {
            _following.Remove(pointer);
        }
    }

    private void Fill(Schema schema, JsonElement json)
    {
        var keywords = new KeywordReader(json, schema.Pointer);
        schema.Description = keywords.Text("description") ?? "";
        schema.Types = Types(keywords);
        schema.Enum = keywords.Has("const") ? [keywords.Any("const")!.Value] : keywords.List("enum");
        ReadObject(schema, keywords);
        ReadArray(schema, keywords);
        ReadText(schema, keywords);
        ReadNumber(schema, keywords);
        schema.AllOf = Many(keywords, "allOf");
        schema.AnyOf = Many(keywords, "anyOf");
        schema.OneOf = Many(keywords, "oneOf");
        schema.Not = One(keywords, "not");
        schema.ReadOnly = keywords.Flag("readOnly");
        schema.WriteOnly = keywords.Flag("writeOnly");
        schema.Default = keywords.Any("default");
        var example = keywords.Any("example");
        schema.Examples = [.. example is { } one ? (JsonElement[])[one] : [], .. keywords.List("examples") ?? []];
        foreach (var keyword in NotChecked.Where(keywords.Has)) notes.Add(SpecNoteCodes.NotChecked, schema.Pointer, $"The keyword {keyword} is not checked.");
        if (schema.Required.Count > 0 && schema.Types is not SchemaTypes.Any && !schema.Types.HasFlag(SchemaTypes.Object))
        {
            notes.Add(SpecNoteCodes.NoEffect, JsonPointer.Append(schema.Pointer, "required"), "required has no effect on what is no object; it may belong to the items.");
        }

        // A month is often described as a date, since there is no format for it.
        if (schema.Format == "date" && Months.IsMeant(schema.Description, schema.Examples)) ReadAsMonth(schema);
    }

    /// <summary>Says that values are months, because the prose or the example says so.</summary>
    public void ReadAsMonth(Schema schema)
    {
        schema.Format = Formats.YearMonth;
        notes.Add(SpecNoteCodes.MonthAsDate, schema.Pointer, "The format is date, the description or example says YYYY-MM: read as a month.");
    }

    private SchemaTypes Types(KeywordReader keywords)
    {
        var types = keywords.Any("type") switch
        {
            null => SchemaTypes.Any,
            { ValueKind: JsonValueKind.String } one => Type(one.GetString()!, keywords.Pointer),
            { ValueKind: JsonValueKind.Array } many when is31 => many.EnumerateArray().Aggregate(SchemaTypes.None, (all, t) => all | Type(t.GetString() ?? "", keywords.Pointer)),
            _ => throw new SpecException($"{keywords.Pointer}/type must be the name of a type."),
        };
        // Who lists members means an object, also where the type was forgotten.
        if (types == SchemaTypes.Any && keywords.Has("properties")) types = SchemaTypes.Object;
        return !is31 && keywords.Flag("nullable") && types != SchemaTypes.Any ? types | SchemaTypes.Null : types;
    }

    private SchemaTypes Type(string name, string pointer) => name switch
    {
        "null" when is31 => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "integer" => SchemaTypes.Integer,
        "number" => SchemaTypes.Number,
        "string" => SchemaTypes.String,
        "array" => SchemaTypes.Array,
        "object" => SchemaTypes.Object,
        _ => throw new SpecException($"{pointer}/type must be the name of a type."),
    };

    private void ReadObject(Schema schema, KeywordReader keywords)
    {
        schema.Properties = keywords.Members("properties").ToDictionary(m => m.Name, m => Read(m.Value, m.Pointer), StringComparer.Ordinal);
        schema.PatternProperties = [.. keywords.Members("patternProperties").Select(m => (PatternOf(m.Name, m.Pointer), Read(m.Value, m.Pointer)))];
        schema.Required = [.. keywords.Texts("required").Distinct(StringComparer.Ordinal)];
        schema.AdditionalProperties = One(keywords, "additionalProperties");
        schema.PropertyNames = One(keywords, "propertyNames");
        schema.DependentRequired = keywords.Members("dependentRequired").ToDictionary(
            m => m.Name, m => (IReadOnlyList<string>)[.. m.Value.EnumerateArray().Select(i => i.GetString()!)], StringComparer.Ordinal);
        schema.PropertyCount = keywords.Counts("minProperties", "maxProperties");
        foreach (var name in schema.Required.Where(n => schema.Properties.TryGetValue(n, out var member) && member.ReadOnly))
        {
            notes.Add(SpecNoteCodes.RequiredReadOnly, JsonPointer.Append(JsonPointer.Append(schema.Pointer, "properties"), name), "The member is required and read only: required in answers alone.");
        }
    }

    private void ReadArray(Schema schema, KeywordReader keywords)
    {
        schema.Items = One(keywords, "items");
        schema.PrefixItems = Many(keywords, "prefixItems");
        schema.Contains = One(keywords, "contains");
        schema.ContainsCount = keywords.Counts("minContains", "maxContains");
        schema.ItemCount = keywords.Counts("minItems", "maxItems");
        schema.UniqueItems = keywords.Flag("uniqueItems");
    }

    private void ReadText(Schema schema, KeywordReader keywords)
    {
        schema.Length = keywords.Counts("minLength", "maxLength");
        schema.Format = keywords.Text("format");
        if (keywords.Text("pattern") is { } pattern) schema.Pattern = PatternOf(pattern, JsonPointer.Append(schema.Pointer, "pattern"));
    }

    private void ReadNumber(Schema schema, KeywordReader keywords)
    {
        schema.MultipleOf = keywords.Number("multipleOf");
        (schema.Minimum, schema.ExclusiveMinimum) = Limit("minimum", "exclusiveMinimum");
        (schema.Maximum, schema.ExclusiveMaximum) = Limit("maximum", "exclusiveMaximum");

        (JsonElement? Inclusive, JsonElement? Exclusive) Limit(string limit, string exclusive)
        {
            // In 3.0 "exclusive" is a flag on the limit, in 3.1 a limit of its own.
            if (is31) return (keywords.Number(limit), keywords.Number(exclusive));
            return keywords.Flag(exclusive) ? (null, keywords.Number(limit)) : (keywords.Number(limit), null);
        }
    }

    private Pattern PatternOf(string source, string pointer)
    {
        var pattern = new Pattern(source);
        if (pattern.Trouble is { } trouble) notes.Add(SpecNoteCodes.NotChecked, pointer, $"The pattern {trouble}.");
        return pattern;
    }

    private Schema? One(KeywordReader keywords, string name) => keywords.Any(name) is { } json ? Read(json, JsonPointer.Append(keywords.Pointer, name)) : null;

    private List<Schema> Many(KeywordReader keywords, string name) =>
        [.. (keywords.List(name) ?? []).Select((json, i) => Read(json, JsonPointer.Append(JsonPointer.Append(keywords.Pointer, name), i)))];

    private static void CheckInPlace(Schema schema, HashSet<Schema> path, HashSet<Schema> safe)
    {
        if (safe.Contains(schema)) return;
        if (!path.Add(schema)) throw new SpecException($"{schema.Pointer} refers to itself for the same value.");
        foreach (var part in schema.InPlace) CheckInPlace(part, path, safe);
        path.Remove(schema);
        safe.Add(schema);
    }
}
