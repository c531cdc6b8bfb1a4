using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Makes lists and objects longer and shorter.</summary>
internal static class Resize
{
    /// <summary>More are not made: a boundary that only a very large request reaches is left out.</summary>
    public const int Most = 200;

    /// <summary>A list with so many items; null: not possible.</summary>
    public static JsonNode? Items(Site site, int count, int seed, string label)
    {
        if (count is < 0 or > Most) return null;
        var items = new JsonArray([.. site.Value.EnumerateArray().Take(count).Select(JsonEdit.ToNode)]);
        while (items.Count < count)
        {
            var at = JsonPointer.Append(site.At, items.Count);
            var made = new ValueMaker(seed, label, Plan.Of(Shape.OnlyRequired)).Make(site.Place.Item(items.Count), new Spot(at, Shape.OnlyRequired, [], items.Count));
            if (made.Trouble is not null) return null;
            items.Add(made.Value);
        }

        return items;
    }

    /// <summary>An object with so many members; null: not possible.</summary>
    public static JsonNode? Members(Site site, int count, int seed, string label)
    {
        if (count is < 0 or > Most) return null;
        var members = JsonEdit.ToNode(site.Value)!.AsObject();
        var required = site.Place.Required.ToHashSet(StringComparer.Ordinal);
        foreach (var name in members.Select(m => m.Key).Reverse().Where(n => !required.Contains(n)).ToList())
        {
            if (members.Count <= count) break;
            members.Remove(name);
        }

        for (var i = 0; members.Count < count && i < count + 50; i++)
        {
            if (MapKeys.Make(site.Place, new Dice(seed, label, site.At, $"{i}"), i) is not { } name || members.ContainsKey(name)) continue;
            var made = new ValueMaker(seed, label, Plan.Of(Shape.OnlyRequired)).Make(site.Place.Member(name), new Spot(JsonPointer.Append(site.At, name), Shape.OnlyRequired, []));
            if (made.Trouble is null) members[name] = made.Value;
        }

        return members.Count == count ? members : null;
    }
}
