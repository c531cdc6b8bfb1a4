using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hoth.Local.StateMachines.Model;

namespace Hoth.Local.StateMachines;

/// <summary>Types and order of values, as Choice and Wait states see them.</summary>
internal static partial class ValueTests
{
    public static bool IsOfKind(JsonNode? value, ValueKind kind) => (value?.GetValueKind() ?? JsonValueKind.Null, kind) switch
    {
        (JsonValueKind.Null, ValueKind.Null) => true,
        (JsonValueKind.String, ValueKind.String) => true,
        (JsonValueKind.Number, ValueKind.Numeric) => true,
        (JsonValueKind.True or JsonValueKind.False, ValueKind.Boolean) => true,
        (JsonValueKind.String, ValueKind.Timestamp) => TryReadTimestamp(value!.GetValue<string>(), out _),
        _ => false,
    };

    /// <summary>Compares two values that are of the kind: less than 0, 0, or more than 0.</summary>
    public static int Compare(JsonNode? left, JsonNode? right, ValueKind kind) => kind switch
    {
        ValueKind.String => string.CompareOrdinal(left!.GetValue<string>(), right!.GetValue<string>()),
        ValueKind.Numeric => CompareNumbers(JsonValues.Write(left), JsonValues.Write(right)),
        ValueKind.Boolean => left!.GetValue<bool>().CompareTo(right!.GetValue<bool>()),
        ValueKind.Timestamp => ReadTimestamp(left).CompareTo(ReadTimestamp(right)),
        _ => 0,
    };

    /// <summary>The profile of RFC 3339 that ASL asks for: T and Z in upper case, an offset.</summary>
    public static bool TryReadTimestamp(string text, out DateTimeOffset instant)
    {
        instant = default;
        return Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }

    /// <summary><c>*</c> is any text, <c>\*</c> a star, <c>\\</c> a backslash.</summary>
    public static bool Matches(string text, string pattern)
    {
        var expression = Token().Replace(pattern, token => token.Value switch
        {
            "*" => ".*",
            { Length: 2 } escaped => Regex.Escape(escaped[1..]),
            var plain => Regex.Escape(plain),
        });
        return Regex.IsMatch(text, $@"\A{expression}\z", RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    private static int CompareNumbers(string left, string right) =>
        decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
        && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : double.Parse(left, CultureInfo.InvariantCulture).CompareTo(double.Parse(right, CultureInfo.InvariantCulture));

    private static DateTimeOffset ReadTimestamp(JsonNode? value) => TryReadTimestamp(value!.GetValue<string>(), out var instant) ? instant : default;

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"\\[\\*]|\*|[^*\\]+|\\")]
    private static partial Regex Token();
}
