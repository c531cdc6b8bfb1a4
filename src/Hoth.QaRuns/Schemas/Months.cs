using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hoth.QaRuns.Schemas;

/// <summary>Tells months that are described as dates.</summary>
internal static partial class Months
{
    /// <summary>Whether the prose says YYYY-MM (and not YYYY-MM-DD), or the examples are months.</summary>
    public static bool IsMeant(string description, IReadOnlyList<JsonElement> examples) =>
        examples.Count > 0
            ? examples.All(e => e.ValueKind == JsonValueKind.String && Month().IsMatch(e.GetString()!))
            : InProse().IsMatch(description) && !DayInProse().IsMatch(description);

    [GeneratedRegex(@"^\d{4}-(0[1-9]|1[0-2])\z", RegexOptions.CultureInvariant)]
    private static partial Regex Month();

    [GeneratedRegex(@"\bYYYY-MM\b(?!-DD)", RegexOptions.CultureInvariant)]
    private static partial Regex InProse();

    [GeneratedRegex(@"\bYYYY-MM-DD\b", RegexOptions.CultureInvariant)]
    private static partial Regex DayInProse();
}
