using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Valid values that are on a limit in one place.</summary>
internal sealed class Boundaries(int seed, Schema schema, string label, IReadOnlyList<JsonElement>? examples = null)
{
    /// <summary>Longer texts are not made: requests stay below what servers take.</summary>
    public const int LongestText = 20_000;

    private static readonly string[] Emoji = ["🜚", "🙂", "🚀", "🌍", "🎈", "🧭"];

    private readonly Collected _collected = new();

    public IReadOnlyList<GeneratedValue> Make()
    {
        foreach (var one in Bases.Make(seed, schema, Shape.Everything, label, examples))
        {
            foreach (var site in Site.Walk(schema, one.Value).Where(s => s.Place.Enum is null))
            {
                switch (site.Value.ValueKind)
                {
                    case JsonValueKind.String:
                        Text(one.Value, site);
                        break;
                    case JsonValueKind.Number:
                        foreach (var s in site.Place.Schemas) Number(one.Value, site, s);
                        break;
                    case JsonValueKind.Array:
                        Count(one.Value, site, s => s.ItemCount, "minItems", "maxItems", n => Resize.Items(site, n, seed, label));
                        break;
                    case JsonValueKind.Object:
                        Count(one.Value, site, s => s.PropertyCount, "minProperties", "maxProperties", n => Resize.Members(site, n, seed, label));
                        break;
                }
            }
        }

        return _collected.All;
    }

    private void Text(JsonElement whole, Site site)
    {
        var (least, most) = (site.Place.Length.Least, site.Place.Length.Most);
        if (least is { } low and <= LongestText) OfLength("minLength", low, s => s.Length.Least);
        if (most is { } high and <= LongestText) OfLength("maxLength", high, s => s.Length.Most);
        if (!site.Place.IsPlainText || site.Place.Length.IsOver(8)) return;
        var dice = DiceFor(site, "emoji");
        Add(whole, site, "emoji", $"{site.Place.Pointer}/type", () => JsonValue.Create(string.Concat(Enumerable.Range(0, Math.Max(4, least ?? 0)).Select(_ => dice.Pick(Emoji))) + dice.Letters(4)));

        void OfLength(string keyword, int length, Func<Schema, int?> limit)
        {
            var pointer = $"{site.Place.Schemas.First(s => limit(s) == length).Pointer}/{keyword}";
            var dice = DiceFor(site, keyword);
            Add(whole, site, keyword, pointer, () => TextMaker.OfLength(site.Place, length, dice, dice.Letters(length)) is { } text ? JsonValue.Create(text) : null);
            if (!site.Place.IsPlainText || length == 0) return;
            Add(whole, site, $"{keyword} emoji", pointer, () => JsonValue.Create(string.Concat(Enumerable.Range(0, length).Select(_ => dice.Pick(Emoji)))));
        }
    }

    private void Number(JsonElement whole, Site site, Schema owner)
    {
        var step = NumberMaker.StepOf(site.Place, site.Place.Types.HasFlag(SchemaTypes.Fraction) ? SchemaTypes.Number : SchemaTypes.Integer);
        Add(whole, site, "minimum", $"{owner.Pointer}/minimum", () => Moved(owner.Minimum, 0));
        Add(whole, site, "maximum", $"{owner.Pointer}/maximum", () => Moved(owner.Maximum, 0));
        Add(whole, site, "exclusiveMinimum", $"{owner.Pointer}/exclusiveMinimum", () => Moved(owner.ExclusiveMinimum, step));
        Add(whole, site, "exclusiveMaximum", $"{owner.Pointer}/exclusiveMaximum", () => Moved(owner.ExclusiveMaximum, -step));
    }

    /// <summary>A limit moved by a step; null: there is none, or it is beyond reckoning.</summary>
    internal static JsonNode? Moved(JsonElement? limit, decimal by) => limit switch
    {
        { } number when by == 0 => JsonEdit.ToNode(number),
        { } number when number.TryGetDecimal(out var value) && Math.Abs(value) < 1e25m => JsonValue.Create(value + by),
        _ => null,
    };

    private void Count(JsonElement whole, Site site, Func<Schema, Bounds<int>> bounds, string least, string most, Func<int, JsonNode?> make)
    {
        foreach (var owner in site.Place.Schemas)
        {
            if (bounds(owner).Least is { } low) Add(whole, site, least, $"{owner.Pointer}/{least}", () => make(low));
            if (bounds(owner).Most is { } high) Add(whole, site, most, $"{owner.Pointer}/{most}", () => make(high));
        }
    }

    private void Add(JsonElement whole, Site site, string kind, string pointer, Func<JsonNode?> make)
    {
        if (!_collected.IsNew(site.At, pointer, kind) || make() is not { } value) return;
        var made = Ordered.Make(schema, JsonEdit.With(whole, site.At, value), site.At);
        if (SchemaValidator.Fits(schema, made, Direction.Request)) _collected.Add(Collected.Label(site.At, kind), pointer, made, site.At);
    }

    private Dice DiceFor(Site site, string kind) => new(seed, label, site.At, kind);
}
