using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>
/// Makes one valid value: chooses, makes, and compares what came out with the schema. What does not fit is made anew with the next alternative and other
/// dice. A number of steps that no reasonable specification needs is the end.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="label">Tells values of one seed from each other.</param>
/// <param name="plan">How.</param>
/// <param name="examples">Examples of the whole that come before those of its schema.</param>
internal sealed class ValueMaker(int seed, string label, Plan plan, IReadOnlyList<JsonElement>? examples = null)
{
    private const int MaxSteps = 5_000;
    private const int MaxDepth = 40;

    /// <summary>Deeper, values have only what is required.</summary>
    private const int RichDepth = 10;

    private readonly Dictionary<string, int> _choices = new(StringComparer.Ordinal);
    private int _steps;

    /// <summary>Where there was something to choose, and among how many.</summary>
    public IReadOnlyDictionary<string, int> Choices => _choices;

    /// <summary>True: texts are their examples, without an addition that tells them from others.</summary>
    public bool Verbatim { get; init; }

    /// <summary>Makes it.</summary>
    /// <exception cref="NoValueException">No value fits, or none was found.</exception>
    public JsonNode? Make(Schema schema)
    {
        var made = Make([schema], new Spot("", plan.Shape, []));
        return made.Trouble is { } trouble ? throw new NoValueException(trouble.Pointer, trouble.Reason) : made.Value;
    }

    internal Made Make(IReadOnlyList<Schema> schemas, Spot spot) => Make(schemas, spot, Ways([.. schemas], [], spot.At));

    internal Made Make(IReadOnlyList<Schema> schemas, Spot spot, IEnumerable<ImmutableList<Schema>> ways)
    {
        var depth = JsonEdit.Tokens(spot.At).Length;
        if (depth > MaxDepth) return Made.Not(schemas[0].Pointer, $"it is more than {MaxDepth} levels deep");
        if (depth > RichDepth) spot = spot with { Shape = Shape.OnlyRequired };
        var inside = spot with { Around = spot.Around.AddRange(schemas) };
        var whole = new Place(schemas);
        Made? first = null;
        foreach (var way in ways.Take(64))
        {
            var place = new Place(way);
            var kinds = Kinds.Of(place);
            if (kinds.Count == 0) first ??= Made.Not($"{place.Pointer}", "its rules leave no type");
            foreach (var kind in kinds)
            {
                for (var attempt = 0; attempt < Math.Clamp(place.Enum?.Count ?? 0, 4, 50); attempt++)
                {
                    if (++_steps > MaxSteps) return Made.Not(schemas[0].Pointer, "it is too large, or too hard to find");
                    var made = MakeOf(kind, place, inside, attempt);
                    if (made.Trouble is not null)
                    {
                        first ??= made;
                        break;
                    }

                    if (whole.Fits(JsonEdit.ToElement(made.Value))) return made;
                }
            }
        }

        return first ?? Made.Not(schemas[0].Pointer, "no value was found that keeps all of its rules");
    }

    internal Dice DiceFor(string at, int attempt) => new(seed, label, at, $"{attempt}");

    /// <summary>The sets of schemas that can apply together: for each alternative one.</summary>
    internal IEnumerable<ImmutableList<Schema>> Ways(ImmutableList<Schema> open, ImmutableList<Schema> done, string at)
    {
        if (open.IsEmpty)
        {
            yield return done;
            yield break;
        }

        var schema = open[0];
        var rest = open.RemoveAt(0).InsertRange(0, schema.AllOf);
        foreach (var any in Alternatives(schema.AnyOf, at, $"{schema.Pointer}/anyOf"))
        {
            foreach (var one in Alternatives(schema.OneOf, at, $"{schema.Pointer}/oneOf"))
            {
                foreach (var way in Ways(rest.AddRange(any).AddRange(one), done.Add(schema), at)) yield return way;
            }
        }
    }

    private IEnumerable<Schema[]> Alternatives(IReadOnlyList<Schema> all, string at, string pointer)
    {
        if (all.Count == 0) return [[]];
        var key = Choice.Key(at, pointer);
        _choices[key] = all.Count;
        return plan.Alternatives.TryGetValue(key, out var chosen) ? [[all[chosen]]] : all.Select(s => (Schema[])[s]);
    }

    private Made MakeOf(SchemaTypes kind, Place place, Spot spot, int attempt)
    {
        if (place.Schemas.FirstOrDefault(s => !s.Possible) is { } closed) return Made.Not(closed.Pointer, "nothing fits it");
        if (place.Enum is { } values)
        {
            // Null only where there is nothing else.
            var sent = values.Where(v => v.ValueKind != JsonValueKind.Null).ToList() is { Count: > 0 } others ? others : values;
            return sent.Count == 0 ? Made.Not($"{place.Pointer}/enum", "it lists no value") : Made.Of(JsonEdit.ToNode(sent[(spot.Variant + attempt) % sent.Count]));
        }

        var hints = spot.At.Length == 0 && examples is { Count: > 0 } ? examples.Concat(place.Examples) : place.Examples;
        return kind switch
        {
            SchemaTypes.Object => new ObjectMaker(this).Make(place, spot, attempt),
            SchemaTypes.Array => new ArrayMaker(this).Make(place, spot, attempt),
            SchemaTypes.String => TextMaker.Make(place, spot, DiceFor(spot.At, attempt), attempt, hints, Verbatim) is { } text
                ? Made.Of(JsonValue.Create(text))
                : Made.Not(place.Schemas.FirstOrDefault(s => s.Pattern is not null) is { } patterned ? $"{patterned.Pointer}/pattern" : place.Pointer, "no text was found that keeps all of its rules"),
            SchemaTypes.Boolean => Made.Of(JsonValue.Create(hints.Where(h => h.ValueKind is JsonValueKind.True or JsonValueKind.False).Select(h => h.GetBoolean()).FirstOrDefault() ^ (attempt % 2 > 0))),
            SchemaTypes.Null => Made.Of(null),
            _ => Made.Of(JsonEdit.ToNode(NumberMaker.Make(place, kind, DiceFor(spot.At, attempt), attempt, hints))),
        };
    }
}

/// <summary>A value, or why there is none.</summary>
internal readonly record struct Made(JsonNode? Value, (string Pointer, string Reason)? Trouble)
{
    public static Made Of(JsonNode? value) => new(value, null);

    public static Made Not(string pointer, string reason) => new(null, (pointer, reason));
}
