using System.Collections.Immutable;
using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>A place in a value, with what applies to it.</summary>
/// <param name="At">Where: a JSON Pointer.</param>
/// <param name="Value">What is there.</param>
/// <param name="Place">What it must fit.</param>
/// <param name="Choices">The alternatives that were taken on the way to it.</param>
internal sealed record Site(string At, JsonElement Value, Place Place, ImmutableList<Choice> Choices)
{
    /// <summary>All places of a value that fits a schema, the whole first.</summary>
    public static IEnumerable<Site> Walk(Schema schema, JsonElement value) => Walk([schema], value, "", []);

    private static IEnumerable<Site> Walk(IReadOnlyList<Schema> schemas, JsonElement value, string at, ImmutableList<Choice> choices)
    {
        var all = new List<Schema>();
        foreach (var schema in schemas) choices = Flatten(schema, value, at, all, choices);
        var place = new Place([.. all.Distinct()]);
        yield return new Site(at, value, place, choices);
        var parts = value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Select(m => (Schemas: place.Member(m.Name), m.Value, At: JsonPointer.Append(at, m.Name))),
            JsonValueKind.Array => value.EnumerateArray().Select((item, i) => (Schemas: place.Item(i), Value: item, At: JsonPointer.Append(at, i))),
            _ => [],
        };
        foreach (var part in parts)
        {
            foreach (var site in Walk(part.Schemas, part.Value, part.At, choices)) yield return site;
        }
    }

    private static ImmutableList<Choice> Flatten(Schema schema, JsonElement value, string at, List<Schema> all, ImmutableList<Choice> choices)
    {
        all.Add(schema);
        foreach (var part in schema.AllOf) choices = Flatten(part, value, at, all, choices);
        foreach (var (alternatives, keyword) in new[] { (schema.AnyOf, "anyOf"), (schema.OneOf, "oneOf") })
        {
            if (alternatives.FirstOrDefault(s => SchemaValidator.Fits(s, value, Direction.Request)) is not { } taken) continue;
            choices = Flatten(taken, value, at, all, choices.Add(new Choice(at, $"{schema.Pointer}/{keyword}", taken)));
        }

        return choices;
    }
}

/// <summary>Tells whether a value breaks one rule and nothing else.</summary>
internal static class Single
{
    /// <summary>Compares.</summary>
    /// <param name="schema">What the value must fit.</param>
    /// <param name="value">The value.</param>
    /// <param name="at">Where the rule is to be broken.</param>
    /// <param name="pointer">The rule.</param>
    /// <param name="choices">Alternatives that were taken: a value that fits none of them is compared with the one that was meant.</param>
    public static bool Breaks(Schema schema, JsonElement value, string at, string pointer, IReadOnlyList<Choice> choices) => Breaks(schema, value, "", at, pointer, choices);

    private static bool Breaks(Schema schema, JsonElement value, string within, string at, string pointer, IReadOnlyList<Choice> choices)
    {
        var keyword = pointer[(pointer.LastIndexOf('/') + 1)..];
        var found = SchemaValidator.Validate(schema, value, Direction.Request);
        var isBroken = false;
        foreach (var violation in found)
        {
            var place = within + violation.Instance;
            if (place == at && violation.Keyword == keyword)
            {
                // Parts of an allOf may say the same twice.
                isBroken |= violation.Schema == pointer;
                continue;
            }

            if (violation.Keyword is not ("oneOf" or "anyOf")) return false;
            if (choices.FirstOrDefault(c => c.At == place && c.Pointer == violation.Schema) is not { } choice) return false;
            if (!Breaks(choice.Alternative, JsonEdit.Find(value, violation.Instance), place, at, pointer, choices)) return false;
            isBroken = true;
        }

        return isBroken;
    }
}
