using System.Text.Json.Nodes;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Tests.Schemas;

/// <summary>Values near a schema: mostly as it wants them, sometimes not.</summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] Texts =
    [
        "", "a", "ab", "abc", "sample1", "1sample", "0000", "0001", "12345", "🜚", "🜚🜚", "ä", "2024-02-29", "2023-02-29", "2024-12", "2024-13-01",
        "2024-02-29T12:00:00Z", "2024-02-29T12:00:00+01:00", "2024-02-29T24:00:00Z", "2024-02-29T12:00:00", "a@b.mil", "a@b", "a b@c.mil", "https://vendor.com/a", "vendor.com", "urn:a:b",
        "127.0.0.1", "127.0.0.256", "::1", "1::2::3", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "a.example", "-a.example", "YQ==", "YQ=", "CLOUD", "SECRET", "x-1", "true", "null", "1",
    ];

    private static readonly string[] Numbers = ["0", "-0", "1", "1.0", "-1", "2", "3", "0.5", "0.3", "10", "100", "2147483647", "2147483648", "9007199254740992", "1e2", "1.5e1", "-1e-3"];
    private readonly Random _random = new(seed);

    public JsonNode? Near(Schema schema, int depth = 0)
    {
        if (depth > 5 || _random.Next(25) == 0) return Any(depth);
        if (schema.Enum is { } values && _random.Next(10) > 0) return Parse(values[_random.Next(values.Count)].GetRawText());
        var alternatives = schema.AnyOf.Concat(schema.OneOf).ToList();
        if (alternatives.Count > 0) return Near(alternatives[_random.Next(alternatives.Count)], depth);
        if (schema.Types == SchemaTypes.Any && schema.AllOf.Count > 0) return Near(schema.AllOf[_random.Next(schema.AllOf.Count)], depth);
        if (schema.Types == SchemaTypes.Any) return Any(depth);
        if (schema.Types.HasFlag(SchemaTypes.Null) && _random.Next(4) == 0) return null;
        if (schema.Types.HasFlag(SchemaTypes.Object)) return Object(schema, depth);
        if (schema.Types.HasFlag(SchemaTypes.Array)) return new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(i => Near(i < schema.PrefixItems.Count ? schema.PrefixItems[i] : schema.Items ?? Anything, depth + 1))]);
        if (schema.Types.HasFlag(SchemaTypes.String)) return schema.Examples.Count > 0 && _random.Next(2) == 0 ? Parse(schema.Examples[0].GetRawText()) : Texts[_random.Next(Texts.Length)];
        if (schema.Types.HasFlag(SchemaTypes.Boolean)) return _random.Next(2) == 0;
        return Parse(Numbers[_random.Next(Numbers.Length)]);
    }

    private static Schema Anything { get; } = new() { Pointer = "#" };

    private JsonObject Object(Schema schema, int depth)
    {
        var value = new JsonObject();
        foreach (var (owner, name) in Members(schema).Where(m => _random.Next(m.Owner.Required.Contains(m.Name) ? 30 : 3) > 0)) value[name] = Near(owner.Properties[name], depth + 1);
        while (_random.Next(12) == 0) value[Texts[_random.Next(Texts.Length)]] = Any(depth + 1);
        return value;
    }

    private static IEnumerable<(Schema Owner, string Name)> Members(Schema schema) =>
        schema.Properties.Keys.Select(name => (schema, name)).Concat(schema.AllOf.SelectMany(Members));

    private JsonNode? Any(int depth) => _random.Next(depth > 5 ? 4 : 6) switch
    {
        0 => null,
        1 => _random.Next(2) == 0,
        2 => Texts[_random.Next(Texts.Length)],
        3 => Parse(Numbers[_random.Next(Numbers.Length)]),
        4 => new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Any(depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, _random.Next(3)).Select(i => KeyValuePair.Create($"{(char)('a' + i)}", Any(depth + 1)))),
    };

    private static JsonNode? Parse(string json) => JsonNode.Parse(json);
}
