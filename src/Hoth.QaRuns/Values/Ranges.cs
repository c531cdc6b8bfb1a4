using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hoth.QaRuns.Values;

/// <summary>
/// Finds names that mean the two ends of a range (<c>start_date</c> and <c>end_date</c>), and puts their values in order. No schema can say that a start is
/// not after its end, and an API rightly refuses one that is.
/// </summary>
internal static partial class Ranges
{
    private static readonly (string Start, string End)[] Ends =
        [("start", "end"), ("begin", "end"), ("from", "to"), ("since", "until"), ("min", "max"), ("minimum", "maximum"), ("lower", "upper")];

    /// <summary>The pairs among some names.</summary>
    public static IEnumerable<(string Start, string End)> Find(IReadOnlyCollection<string> names)
    {
        var byWords = names.DistinctBy(Key).ToDictionary(Key, StringComparer.Ordinal);
        foreach (var name in names)
        {
            var words = Words(name);
            for (var i = 0; i < words.Length; i++)
            {
                foreach (var (start, end) in Ends.Where(e => e.Start == words[i]))
                {
                    if (byWords.TryGetValue(string.Join('_', [.. words[..i], end, .. words[(i + 1)..]]), out var other)) yield return (name, other);
                }
            }
        }
    }

    /// <summary>Puts the values of an object in order.</summary>
    /// <param name="members">The object; changed.</param>
    /// <param name="pinned">A member that is to stay as it is; null: none.</param>
    /// <param name="fits">Whether all is well with the object as it is now.</param>
    public static void Order(JsonObject members, string? pinned, Func<bool> fits)
    {
        foreach (var (start, end) in Find([.. members.Select(m => m.Key)]))
        {
            if (!IsAfter(members[start], members[end])) continue;
            var (first, last) = (members[start], members[end]);
            (JsonNode? Start, JsonNode? End)[] ways = pinned == start ? [(first, first)] : pinned == end ? [(last, last)] : [(last, first), (first, first), (last, last)];
            if (!ways.Any(way => Put(way.Start, way.End) && fits())) Put(first, last);

            bool Put(JsonNode? from, JsonNode? to)
            {
                members[start] = from?.DeepClone();
                members[end] = to?.DeepClone();
                return true;
            }
        }
    }

    /// <summary>Whether the first of two dates, months, instants or numbers comes later; false where they are nothing of the same kind.</summary>
    public static bool IsAfter(JsonNode? start, JsonNode? end) => (start, end) switch
    {
        (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number => JsonEdit.ToElement(a).GetDouble() > JsonEdit.ToElement(b).GetDouble(),
        (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.String && b.GetValueKind() == JsonValueKind.String => IsAfter(a.GetValue<string>(), b.GetValue<string>()),
        _ => false,
    };

    /// <summary>The same of texts, as parameters have them.</summary>
    public static bool IsAfter(string start, string end)
    {
        if (Day().IsMatch(start) && Day().IsMatch(end) && start.Length == end.Length) return string.CompareOrdinal(start, end) > 0;
        if (decimal.TryParse(start, CultureInfo.InvariantCulture, out var low) && decimal.TryParse(end, CultureInfo.InvariantCulture, out var high)) return low > high;
        return Instant(start) is { } from && Instant(end) is { } to && from > to;
    }

    private static DateTimeOffset? Instant(string text) =>
        text.Length >= 20 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    private static string Key(string name) => string.Join('_', Words(name));

    private static string[] Words(string name) => [.. Word().Matches(name).Select(m => m.Value.ToLowerInvariant())];

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Day();
}
