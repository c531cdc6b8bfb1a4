using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>Makes numbers.</summary>
internal static class NumberMaker
{
    // Beyond that decimals cannot be reckoned with safely.
    private const decimal Widest = 1_000_000_000_000_000_000_000m;

    /// <summary>A number within the limits as far as they can be told; whoever asks compares it with the schema.</summary>
    public static JsonElement Make(Place place, SchemaTypes kind, Dice dice, int attempt, IEnumerable<JsonElement> hints)
    {
        if (attempt == 0)
        {
            foreach (var hint in hints.Where(h => h.ValueKind == JsonValueKind.Number && place.Fits(h))) return hint;
        }

        var step = StepOf(place, kind);
        var (least, most) = (Least(place, step), Most(place, step));
        var low = least ?? (most is < 1 ? most.Value - 99 : 1);
        var high = most ?? low + 99;
        low = Math.Ceiling(low / step) * step;
        var steps = (int)Math.Clamp(Math.Floor((high - low) / step), 0, 99);
        return JsonEdit.Of(low + (dice.Next(steps + 1) * step));
    }

    /// <summary>What two neighbouring numbers are apart.</summary>
    public static decimal StepOf(Place place, SchemaTypes kind)
    {
        if (place.Schemas.Select(s => s.MultipleOf).FirstOrDefault(m => m is not null) is { } multiple && multiple.TryGetDecimal(out var step) && step is > 0 and < Widest)
        {
            return kind == SchemaTypes.Integer && step != decimal.Truncate(step) ? 1 : step;
        }

        if (kind == SchemaTypes.Integer) return 1;
        return Limits(place).Any(l => l != decimal.Truncate(l)) || (Least(place, 0.01m) is { } least && Most(place, 0.01m) is { } most && most - least < 1) ? 0.01m : 1;
    }

    private static IEnumerable<decimal> Limits(Place place) =>
        place.Schemas.SelectMany(s => (JsonElement?[])[s.Minimum, s.Maximum, s.ExclusiveMinimum, s.ExclusiveMaximum]).Select(Value).OfType<decimal>();

    private static decimal? Least(Place place, decimal step) => place.Schemas.Max(s => Higher(Value(s.Minimum), Value(s.ExclusiveMinimum) + step));

    private static decimal? Most(Place place, decimal step) => -place.Schemas.Max(s => Higher(-Value(s.Maximum), -(Value(s.ExclusiveMaximum) - step)));

    private static decimal? Higher(decimal? a, decimal? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static decimal? Value(JsonElement? limit) => limit is { } number && number.TryGetDecimal(out var value) && Math.Abs(value) < Widest ? value : null;
}
