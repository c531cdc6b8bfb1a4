using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Which types come into question for a place, the likeliest first.</summary>
internal static class Kinds
{
    private static readonly SchemaTypes[] Order = [SchemaTypes.Object, SchemaTypes.Array, SchemaTypes.String, SchemaTypes.Integer, SchemaTypes.Number, SchemaTypes.Boolean, SchemaTypes.Null];

    public static IReadOnlyList<SchemaTypes> Of(Place place)
    {
        var types = place.Types;
        var meant = types == SchemaTypes.Any ? Meant(place) : place.Examples.Select(SchemaValidator.TypeOf).FirstOrDefault(t => types.HasFlag(t));
        if (meant == SchemaTypes.Fraction) meant = SchemaTypes.Number;
        var all = Order.Where(t => t == SchemaTypes.Number ? types.HasFlag(SchemaTypes.Fraction) : types.HasFlag(t));
        return [.. meant == SchemaTypes.None ? all : all.OrderBy(t => t == meant ? 0 : 1)];
    }

    /// <summary>Where no type is said: the one that its other keywords are about.</summary>
    private static SchemaTypes Meant(Place place)
    {
        var schemas = place.Schemas;
        if (place.Examples.Select(e => (JsonElement?)e).FirstOrDefault() is { } example) return SchemaValidator.TypeOf(example);
        if (schemas.Any(s => s.Required.Count > 0 || s.PatternProperties.Count > 0 || s.AdditionalProperties is not null || s.PropertyCount != default)) return SchemaTypes.Object;
        if (schemas.Any(s => s.Items is not null || s.PrefixItems.Count > 0 || s.Contains is not null || s.ItemCount != default)) return SchemaTypes.Array;
        if (schemas.Any(s => s.Minimum is not null || s.Maximum is not null || s.ExclusiveMinimum is not null || s.ExclusiveMaximum is not null || s.MultipleOf is not null)) return SchemaTypes.Integer;
        return SchemaTypes.String;
    }
}
