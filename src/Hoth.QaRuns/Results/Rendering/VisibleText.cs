using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hoth.QaRuns.Results.Rendering;

/// <summary>
/// Texts of servers as people may see them: characters that show nothing, turn text around, steer terminals or are not allowed in XML are spelt out
/// (<c>\u001B</c>). Line feeds and tabs stay; a carriage return before a line feed goes.
/// </summary>
public static class VisibleText
{
    /// <summary>The text, all of it visible, well-formed and allowed in XML 1.0.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var status = Rune.DecodeFromUtf16(rest, out var rune, out var used);
            if (status != OperationStatus.Done) Spell(result, rest[0]);
            else if (rune.Value == '\r' && rest.Length > 1 && rest[1] == '\n') { }
            else if (IsVisible(rune)) result.Append(rest[..used]);
            else Spell(result, rune.Value);
            rest = rest[used..];
        }

        return result.ToString();
    }

    /// <summary>As <see cref="Of"/>, on one line.</summary>
    public static string OneLine(string? text) => Of(text).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    internal static bool IsVisible(Rune rune) =>
        rune.Value is '\n' or '\t'
        || (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            && (rune.Value & 0xFFFE) != 0xFFFE);

    private static void Spell(StringBuilder result, int value) =>
        result.Append(value > 0xFFFF ? $"\\U{value:X8}" : $"\\u{value:X4}");
}
