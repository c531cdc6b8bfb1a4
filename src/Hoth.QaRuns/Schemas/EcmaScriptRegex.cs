using System.Globalization;
using System.Text;

namespace Hoth.QaRuns.Schemas;

/// <summary>
/// Writes a regular expression of ECMAScript (with the flag <c>u</c>, as JSON Schema recommends) so that .NET understands the same by it. .NET's own
/// option for ECMAScript knows neither Unicode nor look-behind.
/// </summary>
internal static class EcmaScriptRegex
{
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string LineEnds = @"\n\r\u2028\u2029";

    /// <summary>What stands for a class inside brackets, and for its complement.</summary>
    private static readonly Dictionary<char, string> Classes = new()
    {
        ['d'] = "0-9",
        ['D'] = @"\x00-\x2F\x3A-\uFFFF",
        ['w'] = "A-Za-z0-9_",
        ['W'] = @"\x00-\x2F\x3A-\x40\x5B-\x5E\x60\x7B-\uFFFF",
        ['s'] = @"\t\n\v\f\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF",
        ['S'] = @"\x00-\x08\x0E-\x1F!-\u009F\u00A1-\u167F\u1681-\u1FFF\u200B-\u2027\u202A-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uFEFE\uFF00-\uFFFF",
    };

    /// <summary>Translates.</summary>
    /// <exception cref="ArgumentException">It has what .NET cannot express, or is no expression.</exception>
    public static string ToDotNet(string source)
    {
        var text = new StringBuilder(source.Length + 16);
        for (var i = 0; i < source.Length;)
        {
            i = source[i] switch
            {
                '\\' => Escape(source, i, text, inClass: false),
                '[' => Class(source, i, text),
                '.' => Write(text, $"(?:{Pair}|[^{LineEnds}])", i + 1),
                // .NET's own lets a line feed follow.
                '$' => Write(text, @"\z", i + 1),
                _ => Write(text, source[i].ToString(), i + 1),
            };
        }

        return text.ToString();
    }

    private static int Write(StringBuilder text, string what, int next)
    {
        text.Append(what);
        return next;
    }

    private static int Class(string source, int start, StringBuilder text)
    {
        var i = start + 1;
        var negated = i < source.Length && source[i] == '^';
        if (negated) i++;
        var items = new StringBuilder();
        while (true)
        {
            if (i >= source.Length) throw new ArgumentException("A class does not end.");
            if (source[i] == ']') break;
            // In .NET a bracket inside of a class subtracts another class.
            i = source[i] switch
            {
                '\\' => Escape(source, i, items, inClass: true),
                '[' => Write(items, @"\[", i + 1),
                '^' => Write(items, @"\^", i + 1),
                var c when char.IsSurrogate(c) => throw new ArgumentException("A class with characters beyond the basic plane."),
                var c => Write(items, c.ToString(), i + 1),
            };
        }

        text.Append((items.Length, negated) switch
        {
            (0, false) => "(?!)",
            (0, true) => $@"(?:{Pair}|[\s\S])",
            (_, false) => $"[{items}]",
            (_, true) => $"(?:{Pair}|[^{items}])",
        });
        return i + 1;
    }

    private static int Escape(string source, int start, StringBuilder text, bool inClass)
    {
        if (start + 1 >= source.Length) throw new ArgumentException("The expression ends within an escape.");
        var c = source[start + 1];
        var next = start + 2;
        if (Classes.TryGetValue(c, out var members)) return Write(text, inClass ? members : char.IsUpper(c) ? $"(?:{Pair}|[{members}])" : $"[{members}]", next);
        switch (c)
        {
            case '/':
                return Write(text, "/", next);
            case '0' when next >= source.Length || !char.IsAsciiDigit(source[next]):
                return Write(text, @"\x00", next);
            case 'b' when !inClass:
                return Write(text, "(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))", next);
            case 'B' when !inClass:
                return Write(text, "(?:(?<=[A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<![A-Za-z0-9_])(?![A-Za-z0-9_]))", next);
            case 'u' when next < source.Length && source[next] == '{':
                return CodePoint(source, next + 1, text, inClass);
            case 'p' or 'P' when next < source.Length && source[next] == '{':
                return Category(source, next + 1, c, text);
            default:
                return Write(text, source[start..next], next);
        }
    }

    private static int CodePoint(string source, int start, StringBuilder text, bool inClass)
    {
        var end = EndOf(source, start);
        if (!int.TryParse(source.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || !Rune.IsValid(value))
        {
            throw new ArgumentException("No code point.");
        }

        var units = new Rune(value).ToString();
        if (inClass && units.Length > 1) throw new ArgumentException("A class with characters beyond the basic plane.");
        var escaped = string.Concat(units.Select(unit => $@"\u{(int)unit:X4}"));
        return Write(text, units.Length > 1 ? $"(?:{escaped})" : escaped, end + 1);
    }

    /// <summary>General categories by their short names are the same in both; scripts are not known to .NET.</summary>
    private static int Category(string source, int start, char letter, StringBuilder text)
    {
        var end = EndOf(source, start);
        var name = source[start..end];
        return name.Length is 1 or 2 && char.IsAsciiLetterUpper(name[0])
            ? Write(text, $@"\{letter}{{{name}}}", end + 1)
            : throw new ArgumentException("A property that is no general category.");
    }

    private static int EndOf(string source, int start) =>
        source.IndexOf('}', start) is var end and >= 0 ? end : throw new ArgumentException("A brace does not end.");
}
