using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Hoth.QaRuns.Schemas;

/// <summary>The formats of text that are checked (JSON Schema, Validation, section 7.3; OpenAPI's own are <c>byte</c> and those of numbers).</summary>
internal static partial class Formats
{
    /// <summary>Not a format of any specification: what <c>date</c> means where the prose says YYYY-MM.</summary>
    public const string YearMonth = "year-month";

    private static readonly Dictionary<string, Func<string, bool>> Checks = new(StringComparer.Ordinal)
    {
        ["date"] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        [YearMonth] = text => DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["time"] = text => Time().Match(text) is { Success: true } time && IsTime(time),
        ["date-time"] = IsDateTime,
        ["email"] = text => Email().IsMatch(text),
        ["uuid"] = text => Uuid().IsMatch(text),
        ["uri"] = text => UriCharacters().IsMatch(text) && Scheme().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out _),
        ["uri-reference"] = text => UriCharacters().IsMatch(text) && Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        ["hostname"] = text => text.Length <= 253 && HostName().IsMatch(text),
        ["ipv4"] = text => Ipv4().IsMatch(text),
        ["ipv6"] = text => !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal) && IPAddress.TryParse(text, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6,
        ["byte"] = text => Convert.TryFromBase64String(text, new byte[(text.Length * 3 / 4) + 3], out _) && !text.Any(char.IsWhiteSpace),
    };

    /// <summary>Whether text has a format; true for formats that are not known.</summary>
    public static bool Fits(string format, string text) => !Checks.TryGetValue(format, out var check) || check(text);

    private static bool IsDateTime(string text)
    {
        // RFC 3339: a date, a T, a time with its offset.
        if (text.Length < 20 || text[10] is not ('T' or 't') || !Fits("date", text[..10])) return false;
        return Time().Match(text[11..]) is { Success: true } time && IsTime(time);
    }

    private static bool IsTime(Match time)
    {
        var (hour, minute, second) = (Number("hour"), Number("minute"), Number("second"));
        var offset = (Number("oh") * 60) + Number("om");
        if (hour > 23 || minute > 59 || second > 60 || Number("oh") > 23 || Number("om") > 59) return false;
        // Leap seconds are at the end of a day in UTC.
        var utc = ((hour * 60) + minute - (time.Groups["sign"].Value == "-" ? -offset : offset) + 2880) % 1440;
        return second < 60 || utc == 1439;

        int Number(string name) => time.Groups[name] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.[0-9]+)?([Zz]|(?<sign>[+-])(?<oh>[0-9]{2}):(?<om>[0-9]{2}))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex UriCharacters();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(?!\z)|\z)){4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Ipv4();
}
