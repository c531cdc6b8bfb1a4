using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>The ways to break the rules of a schema in a place.</summary>
internal static class Breaches
{
    public static IEnumerable<Breach> Of(Site site, Schema owner, int seed, string label) =>
        OfAny(site, owner, seed, label).Concat(site.Value.ValueKind switch
        {
            JsonValueKind.Object => OfObject(site, owner, seed, label),
            JsonValueKind.Array => OfArray(site, owner, seed, label),
            JsonValueKind.String => OfText(site, owner, new Dice(seed, label, site.At)),
            JsonValueKind.Number => OfNumber(site, owner),
            _ => [],
        });

    private static IEnumerable<Breach> OfAny(Site site, Schema owner, int seed, string label)
    {
        if (owner.Types != SchemaTypes.Any)
        {
            yield return At(site, owner, "type", "type", Others().Where(o => (owner.Types & SchemaValidator.TypeOf(JsonEdit.ToElement(o))) == 0));
            if (owner.Types.HasFlag(SchemaTypes.Integer) && !owner.Types.HasFlag(SchemaTypes.Fraction)) yield return At(site, owner, "type", "type fraction", [JsonValue.Create(1.5m)]);
            if (!owner.Types.HasFlag(SchemaTypes.Null)) yield return At(site, owner, "type", "null", [null]);
        }

        if (owner.Enum is not null)
        {
            yield return At(site, owner, "enum", "enum", [JsonValue.Create("NOT_LISTED"), .. Others()]);
            if (site.Value.ValueKind == JsonValueKind.String && site.Value.GetString() is { } text)
            {
                yield return At(site, owner, "enum", "enum case", [JsonValue.Create(text.ToLowerInvariant()), JsonValue.Create(text.ToUpperInvariant())]);
            }
        }

        if (owner.OneOf.Count > 0) yield return At(site, owner, "oneOf", "oneOf", Others());
        if (owner.AnyOf.Count > 0) yield return At(site, owner, "anyOf", "anyOf", Others());
        if (owner.Not is { } no && new ValueMaker(seed, label, Plan.Of(Shape.OnlyRequired)).Make([no], new Spot(site.At, Shape.OnlyRequired, [])) is { Trouble: null } made)
        {
            yield return At(site, owner, "not", "not", [made.Value]);
        }
    }

    /// <summary>Something of every type.</summary>
    private static IEnumerable<JsonNode?> Others() =>
        [JsonValue.Create(42), JsonValue.Create("text"), JsonValue.Create(true), new JsonArray(), new JsonObject(), JsonValue.Create(1.5m)];

    private static IEnumerable<Breach> OfObject(Site site, Schema owner, int seed, string label)
    {
        foreach (var name in owner.Required.Where(n => site.Value.TryGetProperty(n, out _))) yield return Removal(site, owner, "required", name);
        foreach (var (name, others) in owner.DependentRequired.Where(d => site.Value.TryGetProperty(d.Key, out _)))
        {
            foreach (var other in others.Where(o => o != name && site.Value.TryGetProperty(o, out _))) yield return Removal(site, owner, "dependentRequired", other);
        }

        if (owner.AdditionalProperties is { Possible: false }) yield return Member(site, owner, "additionalProperties", "unexpected", JsonValue.Create("text"));
        if (owner.PropertyNames is not null)
        {
            foreach (var name in (string[])["!", "UNEXPECTED", "unexpected_name_that_is_long_enough_to_be_too_long", ""])
            {
                if (SchemaValidator.Fits(owner.PropertyNames, JsonEdit.Of(name), Direction.Request)) continue;
                var made = new ValueMaker(seed, label, Plan.Of(Shape.OnlyRequired)).Make(site.Place.Member(name), new Spot(JsonPointer.Append(site.At, name), Shape.OnlyRequired, []));
                if (made.Trouble is null) yield return Member(site, owner, "propertyNames", name, made.Value);
                break;
            }
        }

        if (owner.PropertyCount.Least is { } least) yield return At(site, owner, "minProperties", "minProperties", Some(() => Resize.Members(site, least - 1, seed, label)));
        if (owner.PropertyCount.Most is { } most) yield return At(site, owner, "maxProperties", "maxProperties", Some(() => Resize.Members(site, most + 1, seed, label)));
    }

    private static IEnumerable<Breach> OfArray(Site site, Schema owner, int seed, string label)
    {
        if (owner.ItemCount.Least is { } least) yield return At(site, owner, "minItems", "minItems", Some(() => Resize.Items(site, least - 1, seed, label)));
        if (owner.ItemCount.Most is { } most) yield return At(site, owner, "maxItems", "maxItems", Some(() => Resize.Items(site, most + 1, seed, label)));
        if (owner.UniqueItems && site.Value.GetArrayLength() > 0)
        {
            yield return At(site, owner, "uniqueItems", "uniqueItems", [Twice(0), Twice(1)]);
        }

        if (owner.Contains is { } wanted)
        {
            yield return At(site, owner, "contains", "contains", [new JsonArray([.. site.Value.EnumerateArray().Where(i => !SchemaValidator.Fits(wanted, i, Direction.Request)).Select(JsonEdit.ToNode)])]);
        }

        // The first item once more, or in place of the last one where there may be no more.
        JsonNode Twice(int without) => new JsonArray(
            [.. site.Value.EnumerateArray().Take(Math.Max(1, site.Value.GetArrayLength() - without)).Append(site.Value[0]).Select(JsonEdit.ToNode)]);
    }

    private static IEnumerable<Breach> OfText(Site site, Schema owner, Dice dice)
    {
        var text = site.Value.GetString()!;
        if (owner.Pattern is not null)
        {
            yield return At(site, owner, "pattern", "pattern", Texts([text + "!", text.Length > 0 ? text[..^1] + "!" : "!", "!" + text, text + text, "", "no match", new string('!', text.Length)]));
            yield return At(site, owner, "pattern", "pattern zeros", Texts([new string('0', text.Length)]));
        }

        if (owner.Format is { } format)
        {
            foreach (var (kind, broken) in FormatTexts.Break(format)) yield return At(site, owner, "format", kind, Texts([broken]));
        }

        foreach (var (keyword, limit, length) in new[] { ("minLength", owner.Length.Least, owner.Length.Least - 1), ("maxLength", owner.Length.Most, owner.Length.Most + 1) })
        {
            if (limit is null || length is not (>= 0 and <= Boundaries.LongestText)) continue;
            yield return At(site, owner, keyword, keyword, Some(() => TextMaker.OfLength(site.Place, length.Value, dice, dice.Letters(length.Value)) is { } made ? JsonValue.Create(made) : null));
        }
    }

    private static IEnumerable<Breach> OfNumber(Site site, Schema owner)
    {
        var step = NumberMaker.StepOf(site.Place, owner.Types.HasFlag(SchemaTypes.Fraction) ? SchemaTypes.Number : SchemaTypes.Integer);
        if (owner.Minimum is not null) yield return At(site, owner, "minimum", "minimum", Some(() => Boundaries.Moved(owner.Minimum, -step)));
        if (owner.Maximum is not null) yield return At(site, owner, "maximum", "maximum", Some(() => Boundaries.Moved(owner.Maximum, step)));
        if (owner.ExclusiveMinimum is not null) yield return At(site, owner, "exclusiveMinimum", "exclusiveMinimum", Some(() => Boundaries.Moved(owner.ExclusiveMinimum, 0)));
        if (owner.ExclusiveMaximum is not null) yield return At(site, owner, "exclusiveMaximum", "exclusiveMaximum", Some(() => Boundaries.Moved(owner.ExclusiveMaximum, 0)));
        if (owner.MultipleOf is { } multiple && multiple.TryGetDecimal(out var distance))
        {
            yield return At(site, owner, "multipleOf", "multipleOf", ((decimal[])[1, -1, distance / 2, -distance / 2]).Select(d => Boundaries.Moved(site.Value, d)));
        }

        if (owner.Format is "int32" or "int64") yield return At(site, owner, "format", "format", [JsonValue.Create(owner.Format == "int32" ? 2147483648m : 9223372036854775808m)]);
    }

    private static Breach At(Site site, Schema owner, string keyword, string kind, IEnumerable<JsonNode?> changes) => new(kind, site.At, $"{owner.Pointer}/{keyword}", changes);

    private static Breach Removal(Site site, Schema owner, string keyword, string name) =>
        new(keyword, JsonPointer.Append(site.At, name), $"{owner.Pointer}/{keyword}", [null]) { IsRemoval = true };

    private static Breach Member(Site site, Schema owner, string keyword, string name, JsonNode? value) =>
        new(keyword, JsonPointer.Append(site.At, name), $"{owner.Pointer}/{keyword}", site.Value.TryGetProperty(name, out _) ? [] : [value]) { IsMember = true };

    private static IEnumerable<JsonNode?> Texts(string[] texts) => texts.Select(t => (JsonNode?)JsonValue.Create(t));

    /// <summary>What can be made, made when it is wanted.</summary>
    private static IEnumerable<JsonNode?> Some(Func<JsonNode?> make)
    {
        if (make() is { } made) yield return made;
    }
}
