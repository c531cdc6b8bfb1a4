using System.Globalization;
using System.Text.RegularExpressions;
using Hoth.Json;

namespace Hoth.Provisioning.Payloads;

/// <summary>The rules that several payloads share (ATAT CSP API 1.3.2, schemas Environment, TaskOrder, CLIN, Operator).</summary>
internal static partial class PayloadRules
{
    public static bool IsName(string text) => text.Length is >= 1 and <= 256 && !text.Any(char.IsControl);

    public const string NameRule = "must be 1 to 256 characters without control characters";

    public const string ClassificationRule = "must be one of UNCLASSIFIED, SECRET, TOP_SECRET";

    public const string EmailRule = "must be an e-mail address";

    public static bool IsClassification(string text) => text is "UNCLASSIFIED" or "SECRET" or "TOP_SECRET";

    /// <summary>Something, one @, a domain; what lies beyond that only sending a message shows.</summary>
    public static bool IsEmail(string text) => text.Length <= 254 && EmailPattern().IsMatch(text);

    /// <summary>A required pair of dates, YYYY-MM-DD, the end not before the start; null with violations when either is wrong.</summary>
    public static (DateOnly Start, DateOnly End)? Period(JsonInput input)
    {
        var start = Date(input, "popStartDate");
        var end = Date(input, "popEndDate");
        if (start is null || end is null) return null;
        if (end >= start) return (start.Value, end.Value);
        input.Violations.Add(input.PathOf("popEndDate"), "must not be before popStartDate");
        return null;
    }

    /// <summary>Every item of a required array, read as an object.</summary>
    public static IEnumerable<JsonInput> Objects(JsonInput input, string member, int minimum)
    {
        if (input.Member(member, required: true) is not { } value) return [];
        if (value.ValueKind != System.Text.Json.JsonValueKind.Array)
        {
            input.Violations.Add(input.PathOf(member), "must be an array");
            return [];
        }

        if (value.GetArrayLength() < minimum) input.Violations.Add(input.PathOf(member), $"must have at least {minimum} item");
        return value.EnumerateArray().Select((item, i) => new JsonInput(item, $"{input.PathOf(member)}[{i}]", input.Violations));
    }

    private static DateOnly? Date(JsonInput input, string member) =>
        input.RequiredString(member, text => TryParse(text, out _), "must be a real date, YYYY-MM-DD") is { } text && TryParse(text, out var date) ? date : null;

    private static bool TryParse(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    [GeneratedRegex(@"^[^@\s\p{C}]+@[^@\s\p{C}]+\z")]
    private static partial Regex EmailPattern();
}
