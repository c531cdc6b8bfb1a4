using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>A valid value from which others are made by one change.</summary>
/// <param name="Label">Which alternative it takes where; empty: the first ones.</param>
/// <param name="Pointer">The schema, or the alternative.</param>
/// <param name="Value">The value.</param>
internal sealed record Base(string Label, string Pointer, JsonElement Value);

/// <summary>Makes the valid values from which others are made: one for each alternative that there is anywhere.</summary>
internal static class Bases
{
    private const int Most = 40;

    /// <summary>At least one.</summary>
    /// <exception cref="NoValueException">There is none.</exception>
    public static IReadOnlyList<Base> Make(int seed, Schema schema, Shape shape, string label, IReadOnlyList<JsonElement>? examples = null)
    {
        var bases = new List<Base>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<(Plan Plan, string Label, string Pointer)>([(Plan.Of(shape), "", schema.Pointer)]);
        while (open.TryDequeue(out var next) && bases.Count < Most)
        {
            var maker = new ValueMaker(seed, label + next.Label, next.Plan, examples);
            try
            {
                bases.Add(new Base(next.Label, next.Pointer, JsonEdit.ToElement(maker.Make(schema))));
            }
            catch (NoValueException) when (next.Label.Length > 0)
            {
                // An alternative that nothing fits together with the rest.
                continue;
            }

            foreach (var (key, count) in maker.Choices.Where(c => known.Add(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal).ToList())
            {
                var at = key[..key.IndexOf(' ', StringComparison.Ordinal)];
                var pointer = key[(at.Length + 1)..];
                var keyword = pointer[(pointer.LastIndexOf('/') + 1)..];
                for (var i = 1; i < count; i++)
                {
                    open.Enqueue((next.Plan with { Alternatives = next.Plan.Alternatives.SetItem(key, i) }, $"{next.Label} {at}{(at.Length > 0 ? " " : "")}{keyword}/{i}", $"{pointer}/{i}"));
                }
            }
        }

        return bases;
    }
}

/// <summary>Collects values, each once, with labels that differ.</summary>
internal sealed class Collected
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);
    private readonly List<GeneratedValue> _all = [];

    public IReadOnlyList<GeneratedValue> All => _all;

    /// <summary>True once for each kind of change in a place, whichever item of a list that is in.</summary>
    public bool IsNew(string at, string pointer, string kind) => _rules.Add($"{Choice.AnyItem(at)} {pointer} {kind}");

    /// <summary>Adds a value.</summary>
    /// <param name="label">What is special about it.</param>
    /// <param name="pointer">The rule that it is about.</param>
    /// <param name="value">The value.</param>
    /// <param name="scope">Among which others it is the only one: whether a limit is what the value happened to have depends on the seed, and labels must not.</param>
    public void Add(string label, string pointer, JsonElement value, string scope = "")
    {
        if (!_texts.Add($"{scope} {value.GetRawText()}")) return;
        var unique = label;
        for (var i = 2; !_labels.Add(unique); i++) unique = $"{label} #{i}";
        _all.Add(new GeneratedValue(unique, pointer, value));
    }

    public static string Label(string at, string kind) => at.Length == 0 ? kind : $"{at} {kind}";
}
