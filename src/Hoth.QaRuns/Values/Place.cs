using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>What all the schemas say together that apply to one value: one, the parts of its <c>allOf</c>, and the alternatives that were chosen.</summary>
internal sealed class Place(IReadOnlyList<Schema> schemas)
{
    private static readonly Schema Anything = new() { Pointer = "#" };

    public IReadOnlyList<Schema> Schemas => schemas;

    /// <summary>Where the first of them stands.</summary>
    public string Pointer => schemas[0].Pointer;

    public SchemaTypes Types => schemas.Aggregate(SchemaTypes.Any, (all, s) => all & s.Types);

    /// <summary>True when only answers have it.</summary>
    public bool IsReadOnly => schemas.Any(s => s.ReadOnly || s.AllOf.Any(part => part.ReadOnly));

    /// <summary>The only values; null: all.</summary>
    public IReadOnlyList<JsonElement>? Enum => schemas.FirstOrDefault(s => s.Enum is not null)?.Enum;

    /// <summary>Values that its author thought of: they may or may not fit.</summary>
    public IEnumerable<JsonElement> Examples => schemas.SelectMany(s => s.Examples).Concat(schemas.Where(s => s.Default is not null).Select(s => s.Default!.Value));

    /// <summary>Names of members that are described and are sent, in the order of the specification.</summary>
    public IEnumerable<string> Names => schemas.SelectMany(s => s.Properties.Keys).Distinct(StringComparer.Ordinal).Where(n => !new Place(Member(n)).IsReadOnly);

    /// <summary>Names of members that must be sent.</summary>
    public IEnumerable<string> Required =>
        schemas.SelectMany(s => s.Required).Distinct(StringComparer.Ordinal).Where(n => !new Place(Member(n)).IsReadOnly);

    public Bounds<int> Length => All(s => s.Length);

    public Bounds<int> ItemCount => All(s => s.ItemCount);

    public Bounds<int> PropertyCount => All(s => s.PropertyCount);

    /// <summary>All that a member must fit; never empty.</summary>
    public IReadOnlyList<Schema> Member(string name) => NeverEmpty(schemas.SelectMany(s =>
    {
        var own = s.Properties.TryGetValue(name, out var member) ? [member] : (Schema[])[];
        Schema[] known = [.. own, .. s.PatternProperties.Where(p => p.Name.IsMatch(name)).Select(p => p.Schema)];
        return known.Length > 0 || s.AdditionalProperties is null ? known : [s.AdditionalProperties];
    }));

    /// <summary>All that an item must fit; never empty.</summary>
    public IReadOnlyList<Schema> Item(int index) => NeverEmpty(schemas.SelectMany(s =>
        index < s.PrefixItems.Count ? [s.PrefixItems[index]] : s.Items is { } items ? [items] : (Schema[])[]));

    /// <summary>Whether text keeps the rules for text.</summary>
    public bool Allows(string text) =>
        (Length == default || (text.EnumerateRunes().Count() is var length && !Length.IsUnder(length) && !Length.IsOver(length))) && AllowsForm(text);

    /// <summary>Whether text keeps the rules for text, but for its length.</summary>
    public bool AllowsForm(string text) => schemas.All(s => (s.Pattern?.IsMatch(text) ?? true) && (s.Format is not { } format || Formats.Fits(format, text)));

    /// <summary>Whether any text has the form that is asked for.</summary>
    public bool IsPlainText => Enum is null && schemas.All(s => s.Pattern is null && (s.Format is not { } format || FormatTexts.Make(format, new Dice(0)) is null));

    /// <summary>Whether a value fits all of them.</summary>
    public bool Fits(JsonElement value) => schemas.All(s => SchemaValidator.Fits(s, value, Direction.Request));

    private static IReadOnlyList<Schema> NeverEmpty(IEnumerable<Schema> found) => [.. found.Distinct().DefaultIfEmpty(Anything)];

    private Bounds<int> All(Func<Schema, Bounds<int>> bounds) => new(schemas.Max(s => bounds(s).Least), schemas.Min(s => bounds(s).Most));
}
