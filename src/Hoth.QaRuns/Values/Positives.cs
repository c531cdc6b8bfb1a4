using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Valid values that differ from each other in one thing.</summary>
internal sealed class Positives(int seed, Schema schema, string label, IReadOnlyList<JsonElement>? examples = null)
{
    private readonly Collected _collected = new();

    public IReadOnlyList<GeneratedValue> Make()
    {
        var small = Bases.Make(seed, schema, Shape.OnlyRequired, label, examples);
        var rich = Bases.Make(seed, schema, Shape.Everything, label, examples);
        foreach (var one in small) _collected.Add("only-required" + one.Label, one.Pointer, one.Value);
        foreach (var one in rich) _collected.Add("everything" + one.Label, one.Pointer, one.Value);
        foreach (var one in rich)
        {
            foreach (var site in Site.Walk(schema, one.Value)) LessOrOther(one.Value, site);
        }

        foreach (var one in small)
        {
            foreach (var site in Site.Walk(schema, one.Value)) More(one.Value, site, rich);
        }

        return _collected.All;
    }

    private void LessOrOther(JsonElement whole, Site site)
    {
        if (site.Value.ValueKind == JsonValueKind.Object)
        {
            var required = site.Place.Required.ToHashSet(StringComparer.Ordinal);
            foreach (var name in site.Value.EnumerateObject().Select(m => m.Name).Where(n => !required.Contains(n)).ToList())
            {
                var at = JsonPointer.Append(site.At, name);
                Add($"without {at}", at, site.Place.Member(name)[0].Pointer, "without", () => JsonEdit.Without(whole, at));
            }
        }

        var types = site.Place.Types;
        foreach (var listed in site.Place.Enum ?? []) Put(whole, site, "enum", $"= {Short(listed)}", listed);
        if (site.Place.Enum is not null) return;
        if (types is SchemaTypes.Boolean or (SchemaTypes.Boolean | SchemaTypes.Null))
        {
            Put(whole, site, "type", "= true", JsonEdit.ToElement(JsonValue.Create(true)));
            Put(whole, site, "type", "= false", JsonEdit.ToElement(JsonValue.Create(false)));
        }

        if (types != SchemaTypes.Any && types.HasFlag(SchemaTypes.Null)) Put(whole, site, "type", "= null", JsonEdit.ToElement(null));
    }

    private void More(JsonElement whole, Site site, IReadOnlyList<Base> rich)
    {
        if (site.Value.ValueKind != JsonValueKind.Object) return;
        foreach (var name in site.Place.Names.Where(n => !site.Value.TryGetProperty(n, out _)).ToList())
        {
            var at = JsonPointer.Append(site.At, name);
            Add($"with {at}", at, site.Place.Member(name)[0].Pointer, "with", () =>
            {
                var from = rich.Select(r => Site.Walk(schema, r.Value).FirstOrDefault(s => s.At == at)).FirstOrDefault(s => s is not null);
                return from is null ? JsonEdit.ToNode(whole) : JsonEdit.With(whole, at, JsonEdit.ToNode(from.Value));
            });
        }
    }

    private void Put(JsonElement whole, Site site, string keyword, string kind, JsonElement value)
    {
        var pointer = site.Place.Schemas.FirstOrDefault(s => keyword == "enum" ? s.Enum is not null : s.Types != SchemaTypes.Any)?.Pointer ?? site.Place.Pointer;
        Add(Collected.Label(site.At, kind), site.At, $"{pointer}/{keyword}", kind, () => JsonEdit.With(whole, site.At, JsonEdit.ToNode(value)));
    }

    private void Add(string title, string at, string pointer, string kind, Func<JsonNode?> make)
    {
        if (!_collected.IsNew(at, pointer, kind)) return;
        var value = Ordered.Make(schema, make(), at);
        if (SchemaValidator.Fits(schema, value, Direction.Request)) _collected.Add(title, pointer, value);
    }

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 40 } text ? text[..40] : value.GetRawText().Trim('"');
}

/// <summary>Values in which a change in one place is kept, and the other end of a range follows it.</summary>
internal static class Ordered
{
    public static JsonElement Make(Schema schema, JsonNode? whole, string at)
    {
        if (JsonEdit.Owner(whole, at) is var (owner, name)) Ranges.Order(owner, name, () => SchemaValidator.Fits(schema, JsonEdit.ToElement(whole), Direction.Request));
        return JsonEdit.ToElement(whole);
    }
}
