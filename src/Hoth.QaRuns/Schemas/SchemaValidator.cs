using System.Text.Json;

namespace Hoth.QaRuns.Schemas;

/// <summary>Compares values with schemas (JSON Schema, Core and Validation; OpenAPI's readOnly and writeOnly by direction).</summary>
public static class SchemaValidator
{
    /// <summary>So many violations are told; more would say the same.</summary>
    public const int MaxViolations = 100;

    /// <summary>Compares.</summary>
    /// <param name="schema">What is expected.</param>
    /// <param name="value">What is there.</param>
    /// <param name="direction">Which way it goes.</param>
    /// <returns>Every violation; empty when it fits.</returns>
    public static IReadOnlyList<SchemaViolation> Validate(Schema schema, JsonElement value, Direction direction) => Validate(schema, value, direction, MaxViolations);

    /// <summary>Whether it fits.</summary>
    public static bool Fits(Schema schema, JsonElement value, Direction direction) => Validate(schema, value, direction, limit: 1).Count == 0;

    private static List<SchemaViolation> Validate(Schema schema, JsonElement value, Direction direction, int limit)
    {
        var violations = new List<SchemaViolation>();
        new Run(direction, violations, limit).Check(schema, value, "");
        return violations;
    }

    /// <summary>The type of a value; integers are told from other numbers by their value.</summary>
    internal static SchemaTypes TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => SchemaTypes.Null,
        JsonValueKind.True or JsonValueKind.False => SchemaTypes.Boolean,
        JsonValueKind.Number => JsonNumber.IsInteger(value) ? SchemaTypes.Integer : SchemaTypes.Fraction,
        JsonValueKind.String => SchemaTypes.String,
        JsonValueKind.Array => SchemaTypes.Array,
        _ => SchemaTypes.Object,
    };

    private sealed class Run(Direction direction, List<SchemaViolation> violations, int limit)
    {
        public void Check(Schema schema, JsonElement value, string at)
        {
            if (violations.Count >= limit) return;
            if (!schema.Possible)
            {
                Add(schema, at, "false", "must not be there");
                return;
            }

            if ((schema.Types & TypeOf(value)) == 0)
            {
                // The other rules of this schema are about values of its types.
                Add(schema, at, "type", $"must be {Describe(schema.Types)}");
                return;
            }

            if (schema.Enum is { } values && !values.Any(v => JsonNumber.AreEqual(v, value))) Add(schema, at, "enum", "must be one of the listed values");
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    CheckObject(schema, value, at);
                    break;
                case JsonValueKind.Array:
                    CheckArray(schema, value, at);
                    break;
                case JsonValueKind.String:
                    CheckText(schema, value.GetString()!, at);
                    break;
                case JsonValueKind.Number:
                    CheckNumber(schema, value, at);
                    break;
            }

            CheckCombined(schema, value, at);
        }

        private void CheckObject(Schema schema, JsonElement value, string at)
        {
            var count = 0;
            foreach (var member in value.EnumerateObject())
            {
                count++;
                var place = JsonPointer.Append(at, member.Name);
                var isKnown = false;
                if (schema.Properties.TryGetValue(member.Name, out var own))
                {
                    isKnown = true;
                    Check(own, member.Value, place);
                }

                foreach (var (pattern, other) in schema.PatternProperties.Where(p => p.Name.IsMatch(member.Name)))
                {
                    isKnown = true;
                    Check(other, member.Value, place);
                }

                if (!isKnown && schema.AdditionalProperties is { } rest)
                {
                    if (rest.Possible) Check(rest, member.Value, place);
                    else Add(schema, place, "additionalProperties", "must not be there: no other members are allowed");
                }

                if (schema.PropertyNames is { } names && !Fits(names, NameOf(member), direction)) Add(schema, place, "propertyNames", "must have another name");
            }

            foreach (var name in schema.Required.Where(n => !value.TryGetProperty(n, out _) && IsAskedFor(schema, n)))
            {
                Add(schema, JsonPointer.Append(at, name), "required", "must be there");
            }

            foreach (var (name, others) in schema.DependentRequired.Where(d => value.TryGetProperty(d.Key, out _)))
            {
                foreach (var other in others.Where(o => !value.TryGetProperty(o, out _))) Add(schema, JsonPointer.Append(at, other), "dependentRequired", $"must be there, since {name} is");
            }

            if (schema.PropertyCount.IsUnder(count)) Add(schema, at, "minProperties", $"must have at least {schema.PropertyCount.Least} members");
            if (schema.PropertyCount.IsOver(count)) Add(schema, at, "maxProperties", $"must have at most {schema.PropertyCount.Most} members");
        }

        /// <summary>What only answers have is not asked for in requests, and the other way round.</summary>
        private bool IsAskedFor(Schema schema, string name) => !(direction == Direction.Request ? Marked(schema, name, s => s.ReadOnly) : Marked(schema, name, s => s.WriteOnly));

        private static bool Marked(Schema schema, string name, Func<Schema, bool> mark) =>
            (schema.Properties.TryGetValue(name, out var member) && (mark(member) || member.AllOf.Any(mark))) || schema.AllOf.Any(part => Marked(part, name, mark));

        private static JsonElement NameOf(JsonProperty member)
        {
            using var document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(member.Name, JsonTexts.Default.String));
            return document.RootElement.Clone();
        }

        private void CheckArray(Schema schema, JsonElement value, string at)
        {
            var count = value.GetArrayLength();
            for (var i = 0; i < count; i++)
            {
                if (i < schema.PrefixItems.Count) Check(schema.PrefixItems[i], value[i], JsonPointer.Append(at, i));
                else if (schema.Items is { } items) Check(items, value[i], JsonPointer.Append(at, i));
            }

            if (schema.ItemCount.IsUnder(count)) Add(schema, at, "minItems", $"must have at least {schema.ItemCount.Least} items");
            if (schema.ItemCount.IsOver(count)) Add(schema, at, "maxItems", $"must have at most {schema.ItemCount.Most} items");
            if (schema.UniqueItems && JsonNumber.HasEqualItems(value)) Add(schema, at, "uniqueItems", "must not have equal items");
            if (schema.Contains is not { } wanted) return;
            var found = value.EnumerateArray().Count(item => Fits(wanted, item, direction));
            if (found < (schema.ContainsCount.Least ?? 1)) Add(schema, at, "contains", $"must have at least {schema.ContainsCount.Least ?? 1} items of a kind");
            if (schema.ContainsCount.IsOver(found)) Add(schema, at, "maxContains", $"must have at most {schema.ContainsCount.Most} items of a kind");
        }

        private void CheckText(Schema schema, string text, string at)
        {
            if (schema.Length != default)
            {
                var length = text.EnumerateRunes().Count();
                if (schema.Length.IsUnder(length)) Add(schema, at, "minLength", $"must have at least {schema.Length.Least} characters");
                if (schema.Length.IsOver(length)) Add(schema, at, "maxLength", $"must have at most {schema.Length.Most} characters");
            }

            if (schema.Pattern is { } pattern && !pattern.IsMatch(text)) Add(schema, at, "pattern", $"must match {pattern}");
            if (schema.Format is { } format && !Formats.Fits(format, text)) Add(schema, at, "format", $"must have the format {format}");
        }

        private void CheckNumber(Schema schema, JsonElement value, string at)
        {
            if (schema.Minimum is { } least && JsonNumber.Compare(value, least) < 0) Add(schema, at, "minimum", $"must be at least {least}");
            if (schema.Maximum is { } most && JsonNumber.Compare(value, most) > 0) Add(schema, at, "maximum", $"must be at most {most}");
            if (schema.ExclusiveMinimum is { } under && JsonNumber.Compare(value, under) <= 0) Add(schema, at, "exclusiveMinimum", $"must be over {under}");
            if (schema.ExclusiveMaximum is { } over && JsonNumber.Compare(value, over) >= 0) Add(schema, at, "exclusiveMaximum", $"must be under {over}");
            if (schema.MultipleOf is { } step && !JsonNumber.IsMultiple(value, step)) Add(schema, at, "multipleOf", $"must be a multiple of {step}");
            if (schema.Format is "int32" or "int64" && !JsonNumber.FitsIn(value, schema.Format)) Add(schema, at, "format", $"must have the format {schema.Format}");
        }

        private void CheckCombined(Schema schema, JsonElement value, string at)
        {
            foreach (var part in schema.AllOf) Check(part, value, at);
            if (schema.AnyOf.Count > 0 && !schema.AnyOf.Any(s => Fits(s, value, direction))) Add(schema, at, "anyOf", "must fit one of the alternatives");
            if (schema.OneOf.Count > 0)
            {
                var fitting = schema.OneOf.Count(s => Fits(s, value, direction));
                if (fitting != 1) Add(schema, at, "oneOf", fitting == 0 ? "must fit one of the alternatives" : "must fit exactly one of the alternatives, and fits several");
            }

            if (schema.Not is { } no && Fits(no, value, direction)) Add(schema, at, "not", "must not fit what is excluded");
        }

        private void Add(Schema schema, string at, string keyword, string rule)
        {
            if (violations.Count < limit) violations.Add(new SchemaViolation(at, JsonPointer.Append(schema.Pointer, keyword), keyword, rule));
        }

        private static string Describe(SchemaTypes types) => types switch
        {
            SchemaTypes.None => "of no type",
            _ => string.Join(" or ", Names.Where(n => types.HasFlag(n.Type) && !(n.Type == SchemaTypes.Integer && types.HasFlag(SchemaTypes.Number))).Select(n => n.Name)),
        };

        private static readonly (SchemaTypes Type, string Name)[] Names =
        [
            (SchemaTypes.Null, "null"), (SchemaTypes.Boolean, "a boolean"), (SchemaTypes.Integer, "an integer"), (SchemaTypes.Number, "a number"),
            (SchemaTypes.String, "text"), (SchemaTypes.Array, "a list"), (SchemaTypes.Object, "an object"),
        ];
    }
}
