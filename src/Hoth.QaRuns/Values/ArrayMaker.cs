using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Makes lists.</summary>
internal sealed class ArrayMaker(ValueMaker values)
{
    /// <summary>Lists have no more items for the sake of variety.</summary>
    private const int MaxVariety = 12;

    public Made Make(Place place, Spot spot, int attempt)
    {
        var count = place.ItemCount;
        var contains = place.Schemas.Where(s => s.Contains is not null).ToList();
        var least = Math.Max(count.Least ?? 0, contains.Sum(s => s.ContainsCount.Least ?? 1));
        if (least > 10_000) return Made.Not($"{place.Pointer}/minItems", "it wants more than 10,000 items");
        var items = new JsonArray();
        foreach (var schema in contains)
        {
            for (var i = 0; i < (schema.ContainsCount.Least ?? 1); i++)
            {
                if (Add(place, spot, items, attempt, schema.Contains) is { Trouble: not null } trouble) return trouble;
            }
        }

        if (spot.Shape == Shape.Everything) AddVariety(place, spot, items);
        while (items.Count < least)
        {
            if (Add(place, spot, items, attempt) is { Trouble: not null } trouble) return trouble;
        }

        return Made.Of(items);
    }

    private Made Add(Place place, Spot spot, JsonArray items, int attempt, Schema? also = null)
    {
        var schemas = place.Item(items.Count);
        if (also is not null) schemas = [.. schemas, also];
        var isUnique = place.Schemas.Any(s => s.UniqueItems);
        Made made = default;
        for (var i = 0; i < (isUnique ? 20 : 1); i++)
        {
            made = Item(schemas, spot, items.Count, items.Count + attempt + i, null);
            if (made.Trouble is not null) return made;
            if (isUnique && items.Any(other => JsonEdit.AreEqual(other, made.Value))) continue;
            items.Add(made.Value);
            return made;
        }

        return Made.Not($"{place.Pointer}/uniqueItems", "not enough different items were found");
    }

    /// <summary>An item for each alternative and for each listed value of its members; those of which there is none are passed over.</summary>
    private void AddVariety(Place place, Spot spot, JsonArray items)
    {
        var fixedOnes = place.Schemas.Max(s => s.PrefixItems.Count);
        var isUnique = place.Schemas.Any(s => s.UniqueItems);
        for (var i = items.Count; i < fixedOnes && !place.ItemCount.IsOver(items.Count + 1); i++)
        {
            if (Item(place.Item(i), spot, items.Count, 0, null) is not { Trouble: null } made) return;
            items.Add(made.Value);
        }

        var schemas = place.Item(items.Count);
        foreach (var way in values.Ways([.. schemas], [], JsonPointer.Append(spot.At, 0)).Take(MaxVariety))
        {
            var variants = Variants(new Place(way));
            for (var variant = 0; variant < variants; variant++)
            {
                if (place.ItemCount.IsOver(items.Count + 1) || items.Count >= Math.Max(MaxVariety, fixedOnes)) return;
                if (Item(schemas, spot, items.Count, variant, way) is not { Trouble: null } made) break;
                if (isUnique && items.Any(other => JsonEdit.AreEqual(other, made.Value))) continue;
                items.Add(made.Value);
                // What else the list asks of its items: as many of a kind as it may have, for example.
                if (place.Fits(JsonEdit.ToElement(items)) || items.Count < (place.ItemCount.Least ?? 0)) continue;
                items.RemoveAt(items.Count - 1);
                return;
            }
        }
    }

    private Made Item(IReadOnlyList<Schema> schemas, Spot spot, int index, int variant, ImmutableList<Schema>? way)
    {
        var times = schemas.Max(s => spot.Around.Count(a => a == s));
        if (times > 1) return Made.Not(schemas[0].Pointer, "it contains itself without an end");
        var at = spot with { At = JsonPointer.Append(spot.At, index), Variant = variant, Shape = times > 0 ? Shape.OnlyRequired : spot.Shape };
        return way is null ? values.Make(schemas, at) : values.Make(schemas, at, [way]);
    }

    private static int Variants(Place place)
    {
        var listed = place.Names.Select(n => new Place(place.Member(n)).Schemas.SelectMany(WithParts).Max(s => s.Enum?.Count ?? 1)).Append(place.Enum?.Count ?? 1);
        return Math.Min(MaxVariety, listed.Max());

        static IEnumerable<Schema> WithParts(Schema schema) => schema.AllOf.SelectMany(WithParts).Prepend(schema);
    }
}
