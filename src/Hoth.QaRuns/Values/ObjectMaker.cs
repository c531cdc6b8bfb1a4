using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Makes objects.</summary>
internal sealed class ObjectMaker(ValueMaker values)
{
    public Made Make(Place place, Spot spot, int attempt)
    {
        var members = new JsonObject();
        var required = place.Required.ToHashSet(StringComparer.Ordinal);
        var names = spot.Shape == Shape.Everything ? place.Names.Concat(required) : place.Names.Where(required.Contains).Concat(required);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var made = Member(place, spot, name);
            if (made.Trouble is null) members[name] = made.Value;
            else if (required.Contains(name)) return made;
        }

        if (Complete(place, spot, members) is { Trouble: not null } trouble) return trouble;
        // Too many: the last ones that need not be there.
        foreach (var name in members.Select(m => m.Key).Reverse().Where(n => !required.Contains(n)).ToList())
        {
            if (!place.PropertyCount.IsOver(members.Count)) break;
            members.Remove(name);
        }

        if (Fill(place, spot, members, attempt) is { Trouble: not null } missing) return missing;
        Ranges.Order(members, null, () => place.Fits(JsonEdit.ToElement(members)));
        return Made.Of(members);
    }

    private Made Member(Place place, Spot spot, string name)
    {
        var schemas = place.Member(name);
        var times = schemas.Max(s => spot.Around.Count(a => a == s));
        if (times > 1) return Made.Not(schemas[0].Pointer, "it contains itself without an end");
        return values.Make(schemas, spot with { At = JsonPointer.Append(spot.At, name), Shape = times > 0 ? Shape.OnlyRequired : spot.Shape });
    }

    /// <summary>Adds the members that others ask for.</summary>
    private Made? Complete(Place place, Spot spot, JsonObject members)
    {
        var rules = place.Schemas.SelectMany(s => s.DependentRequired).ToList();
        for (var added = true; added;)
        {
            added = false;
            foreach (var name in rules.Where(r => members.ContainsKey(r.Key)).SelectMany(r => r.Value).Where(n => !members.ContainsKey(n)).ToList())
            {
                var made = Member(place, spot, name);
                if (made.Trouble is not null) return made;
                members[name] = made.Value;
                added = true;
            }
        }

        return null;
    }

    /// <summary>Adds members until there are enough: those that are described, then others. A map has one where it is to have everything.</summary>
    private Made? Fill(Place place, Spot spot, JsonObject members, int attempt)
    {
        var isMap = place.Schemas.All(s => s.Properties.Count == 0) && place.Schemas.Any(s => s.AdditionalProperties is { Possible: true } || s.PatternProperties.Count > 0);
        var least = Math.Max(place.PropertyCount.Least ?? 0, isMap && spot.Shape == Shape.Everything && !place.PropertyCount.IsOver(1) ? 1 : 0);
        foreach (var name in place.Names.Where(n => !members.ContainsKey(n)).ToList())
        {
            if (members.Count >= least) return null;
            if (Member(place, spot, name) is { Trouble: null } made) members[name] = made.Value;
        }

        for (var i = 0; members.Count < least; i++)
        {
            if (i > least + 50) return Made.Not($"{place.Pointer}/minProperties", "no more members were found that may be there");
            var name = MapKeys.Make(place, values.DiceFor(spot.At, attempt + i), i);
            if (name is null || members.ContainsKey(name)) continue;
            if (Member(place, spot, name) is { Trouble: null } made) members[name] = made.Value;
            else if (place.PropertyCount.Least is null) return null;
        }

        return null;
    }
}

/// <summary>Names for members that the schema does not name.</summary>
internal static class MapKeys
{
    /// <summary>One; null: none was found.</summary>
    public static string? Make(Place place, Dice dice, int index)
    {
        var names = place.Schemas.Where(s => s.PropertyNames is not null).Select(s => s.PropertyNames!).ToList();
        var patterns = place.Schemas.SelectMany(s => s.PatternProperties).Select(p => p.Name.Source).ToList();
        var isClosed = place.Schemas.Any(s => s.AdditionalProperties is { Possible: false });
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var name = patterns.Count > 0 && (isClosed || attempt > 25) ? PatternTexts.Make(dice.Pick(patterns), dice, 4)
                : names.Count > 0 && attempt > 0 ? TextMaker.Make(new Place(names), new Spot("/key", Shape.OnlyRequired, []), dice, attempt, [], false)
                : $"key{index + 1}";
            if (name is not null && names.All(n => SchemaValidator.Fits(n, JsonEdit.Of(name), Direction.Request))) return name;
        }

        return null;
    }
}
