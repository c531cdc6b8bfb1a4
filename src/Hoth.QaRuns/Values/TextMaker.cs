using System.Text;
using System.Text.Json;

namespace Hoth.QaRuns.Values;

/// <summary>Makes texts: examples where there are any, and what looks like one elsewhere.</summary>
internal static class TextMaker
{
    private const int Tries = 400;
    private const int SuffixLength = 5;

    /// <summary>A text that keeps the rules for text; null: none was found.</summary>
    public static string? Make(Place place, Spot spot, Dice dice, int attempt, IEnumerable<JsonElement> hints, bool verbatim)
    {
        var examples = hints.Where(h => h.ValueKind == JsonValueKind.String).Select(h => h.GetString()!).Where(place.Allows).ToList();
        var patterns = place.Schemas.Where(s => s.Pattern is { Trouble: null }).Select(s => s.Pattern!.Source).ToList();
        var formats = place.Schemas.Where(s => s.Format is not null).Select(s => s.Format!).ToList();
        var isPlain = patterns.Count == 0 && formats.All(f => FormatTexts.Make(f, dice) is null);
        if (verbatim && attempt == 0 && examples.Count > 0) return examples[0];
        if (isPlain) return Plain(place, spot, dice, examples.FirstOrDefault()) is var plain && place.Allows(plain) ? plain : null;
        // An item is not to be its neighbour's twin: what is told apart by a number has one of its own.
        if (attempt == 0 && examples.Count > 0 && !(spot.IsInLaterItem && patterns.Count > 0)) return examples[0];
        return Candidates(place, dice, patterns, formats, wanted: null).FirstOrDefault(place.Allows) ?? examples.FirstOrDefault();
    }

    /// <summary>A text of a certain length, of the form that is asked for; null: none was found.</summary>
    /// <param name="place">What asks.</param>
    /// <param name="length">So many characters.</param>
    /// <param name="dice">Decides.</param>
    /// <param name="filled">What to try first.</param>
    public static string? OfLength(Place place, int length, Dice dice, string filled)
    {
        var patterns = place.Schemas.Where(s => s.Pattern is { Trouble: null }).Select(s => s.Pattern!.Source).ToList();
        var formats = place.Schemas.Where(s => s.Format is not null).Select(s => s.Format!).ToList();
        return Candidates(place, dice, patterns, formats, length).Prepend(Stretched(formats, length)).Prepend(filled)
            .FirstOrDefault(t => t is not null && t.EnumerateRunes().Count() == length && place.AllowsForm(t));
    }

    private static IEnumerable<string> Candidates(Place place, Dice dice, List<string> patterns, List<string> formats, int? wanted)
    {
        for (var i = 0; i < Tries; i++)
        {
            // Dates are tried for every expression: those that want dates take the realistic ones.
            if (i < formats.Count * 20 && FormatTexts.Make(formats[i % formats.Count], dice) is { } formed) yield return formed;
            else if (i < 3 && wanted is null) yield return FormatTexts.Make(i switch { 0 => Schemas.Formats.YearMonth, 1 => "date", _ => "date-time" }, dice)!;
            else if (patterns.Count > 0) yield return PatternTexts.Make(dice.Pick(patterns), dice, wanted ?? Math.Clamp((place.Length.Least ?? 0) + 4, 6, 4_000));
        }
    }

    /// <summary>Formats whose texts can be as long as one likes.</summary>
    private static string? Stretched(IReadOnlyList<string> formats, int length) => formats switch
    {
        ["email"] when length is > 20 and < 320 => $"{new string('a', Math.Min(64, length - 14))}@{Labels(length - Math.Min(64, length - 14) - 1)}",
        ["uri"] when length > 20 => $"https://example.com/{new string('a', length - 20)}",
        ["hostname"] when length is > 0 and < 254 => Labels(length),
        ["byte"] when length % 4 == 0 => new string('A', length),
        _ => null,
    };

    /// <summary>A host name: labels of 63 characters at most, and a short one at the end.</summary>
    private static string Labels(int length)
    {
        var text = new StringBuilder(new string('a', Math.Max(0, length)));
        if (length >= 13) text.Remove(length - 8, 8).Append(".example");
        for (var i = length - 13; i > 50; i -= 50) text[i] = '.';
        return text.ToString();
    }

    /// <summary>Readable text that no other one is equal to.</summary>
    private static string Plain(Place place, Spot spot, Dice dice, string? example)
    {
        var most = place.Length.Most ?? int.MaxValue;
        var least = place.Length.Least ?? 0;
        if (example is { Length: > 3 } && example.All(char.IsAsciiDigit)) return dice.Digits(example.Length);
        var name = JsonEdit.Tokens(spot.At).LastOrDefault(t => !t.All(char.IsAsciiDigit)) ?? "text";
        var text = example ?? name.Replace('_', ' ');
        // Numbers of a fixed length stand for people and orders.
        if (example is null && least == most && most is > 5 and < 40) return dice.Digits(most);
        var suffix = dice.Letters(SuffixLength);
        if (most <= SuffixLength) return most == 0 ? "" : suffix[..most];
        var room = most - SuffixLength - 1;
        var start = Cut(text, room);
        var made = room == 0 ? suffix : $"{start}{(start.Contains(' ', StringComparison.Ordinal) ? ' ' : '-')}{suffix}";
        return made.Length < least ? made + dice.Letters(least - made.Length) : made;
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        // Not in the middle of a character.
        return text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)].TrimEnd();
    }
}
