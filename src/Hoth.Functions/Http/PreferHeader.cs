using System.Globalization;

namespace Hoth.Functions.Http;

/// <summary>The <c>Prefer</c> header (RFC 7240): <c>name[=value][;parameters], …</c>, names without case, the first of a name counts.</summary>
internal static class PreferHeader
{
    /// <summary>The value of a preference, "" when it has none, or null when it is not stated.</summary>
    public static string? Find(string? header, string preference)
    {
        foreach (var item in (header ?? "").Split(','))
        {
            var stated = item.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (string.Equals(stated[0], preference, StringComparison.OrdinalIgnoreCase)) return stated.Length == 2 ? stated[1].Trim('"') : "";
        }

        return null;
    }

    /// <summary>Digits only: no sign, space or separator.</summary>
    public static bool TryParseSeconds(string text, out int seconds) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
}
