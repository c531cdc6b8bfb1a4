using System.Globalization;
using System.Text;

namespace Hoth.QaRuns.Values;

/// <summary>
/// Makes texts after a regular expression of ECMAScript: one that follows its letters, classes, alternatives and repetitions. What looks around, and what
/// is not understood, is left out: whoever asks compares each text with the expression and asks again.
/// </summary>
internal sealed class PatternTexts
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static readonly string Printable = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c));

    private readonly string _source;
    private readonly Dice _dice;
    private readonly int _longest;
    private readonly bool _isPlain;
    private readonly List<string> _groups = [];
    private int _at;
    private int _depth;

    private PatternTexts(string source, Dice dice, int longest)
    {
        (_source, _dice, _longest) = (source, dice, longest);
        // Mostly letters and digits; sometimes everything, for expressions that want a special character.
        _isPlain = dice.Next(4) > 0;
    }

    /// <summary>A text that may match.</summary>
    /// <param name="source">The expression.</param>
    /// <param name="dice">Decides.</param>
    /// <param name="longest">Repetitions without an end of their own repeat at most so often.</param>
    public static string Make(string source, Dice dice, int longest) => new PatternTexts(source, dice, longest).Alternatives();

    private bool AtEnd => _at >= _source.Length;

    /// <summary>Makes all alternatives and takes one, so that the rest of the expression is found.</summary>
    private string Alternatives()
    {
        var made = new List<string> { Sequence() };
        while (!AtEnd && _source[_at] == '|')
        {
            _at++;
            made.Add(Sequence());
        }

        return _dice.Pick(made);
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (!AtEnd && _source[_at] is not ('|' or ')'))
        {
            var start = _at;
            var once = Atom();
            var (least, most) = Quantifier();
            var end = _at;
            var times = least + _dice.Next(Math.Max(0, Math.Min(most, least + _longest) - least) + 1);
            for (var i = 0; i < times && text.Length <= 20_000; i++)
            {
                // Each repetition is made anew: [a-z]{3} is seldom "aaa".
                if (i > 0) (_at, once) = (start, null);
                text.Append(once ?? Atom());
            }

            _at = end;
        }

        return text.ToString();
    }

    private string Atom()
    {
        var c = _source[_at++];
        switch (c)
        {
            case '^' or '$':
                return "";
            case '.':
                return Among("", true);
            case '[':
                return Class();
            case '(':
                return Group();
            case '\\' when !AtEnd:
                return Escape();
            default:
                return c.ToString();
        }
    }

    private string Group()
    {
        var isSilent = false;
        if (_source.AsSpan(_at).StartsWith("?"))
        {
            var rest = _source.AsSpan(_at);
            isSilent = rest.StartsWith("?=") || rest.StartsWith("?!") || rest.StartsWith("?<=") || rest.StartsWith("?<!");
            _at = rest.StartsWith("?<") && !isSilent ? _source.IndexOf('>', _at) + 1 : _at + (rest.StartsWith("?<") ? 3 : 2);
        }

        // Nobody's stack is for somebody else's parentheses.
        if (++_depth > 100) _at = _source.Length;
        var made = Alternatives();
        _depth--;
        if (!AtEnd) _at++;
        if (isSilent) return "";
        _groups.Add(made);
        return made;
    }

    private (int Least, int Most) Quantifier()
    {
        if (AtEnd) return (1, 1);
        var bounds = (1, 1);
        switch (_source[_at])
        {
            case '*':
                bounds = (0, int.MaxValue / 2);
                break;
            case '+':
                bounds = (1, int.MaxValue / 2);
                break;
            case '?':
                bounds = (0, 1);
                break;
            case '{' when _source.IndexOf('}', _at) is var end and > 0:
                var parts = _source[(_at + 1)..end].Split(',');
                var least = Number(parts[0]);
                bounds = (least, parts.Length == 1 ? least : parts[1].Length == 0 ? int.MaxValue / 2 : Number(parts[1]));
                _at = end;
                break;
            default:
                return bounds;
        }

        _at++;
        if (!AtEnd && _source[_at] == '?') _at++;
        return bounds;
    }

    private static int Number(string digits) => int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 100_000) : 1;

    private string Escape()
    {
        var c = _source[_at++];
        if (ClassOf(c) is var (members, isOther)) return Among(members, isOther);
        if (char.IsAsciiDigit(c) && c != '0') return c - '1' < _groups.Count ? _groups[c - '1'] : "";
        return c is 'b' or 'B' ? "" : Literal(c).ToString();
    }

    /// <summary>What an escape stands for that means many: its members, or all others.</summary>
    private (string Members, bool IsOther)? ClassOf(char c)
    {
        switch (c)
        {
            case 'd' or 'D':
                return ("0123456789", c == 'D');
            case 'w' or 'W':
                return (Letters + "_", c == 'W');
            case 's' or 'S':
                return (" ", c == 'S');
            case 'p' or 'P' when !AtEnd && _source[_at] == '{' && _source.IndexOf('}', _at) is var end and > 0:
                var name = _source[(_at + 1)..end];
                _at = end + 1;
                return (new string([.. Printable.Where(p => CharUnicodeInfo.GetUnicodeCategory(p) is var of && Abbreviated(of).StartsWith(name, StringComparison.Ordinal))]), c == 'P');
            default:
                return null;
        }
    }

    private static string Abbreviated(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol => "S",
        _ => "P",
    };

    private char Literal(char c)
    {
        switch (c)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case '0':
                return '\0';
            case 'x' or 'u':
                var digits = c == 'x' ? 2 : 4;
                if (_at + digits > _source.Length || !int.TryParse(_source.AsSpan(_at, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code)) return c;
                _at += digits;
                return (char)code;
            default:
                return c;
        }
    }

    private string Class()
    {
        var isOther = !AtEnd && _source[_at] == '^';
        if (isOther) _at++;
        var members = new StringBuilder();
        while (!AtEnd && _source[_at] != ']')
        {
            if (Member(members) is not { } from) continue;
            if (_at + 1 >= _source.Length || _source[_at] != '-' || _source[_at + 1] == ']')
            {
                members.Append(from);
                continue;
            }

            _at++;
            if (Member(members) is { } to) members.Append([.. Enumerable.Range(from, Math.Clamp(to - from + 1, 0, 512)).Select(c => (char)c)]);
        }

        _at++;
        return Among(members.ToString(), isOther);
    }

    /// <summary>One character of a class; null: an escape that stood for many, which are added.</summary>
    private char? Member(StringBuilder members)
    {
        var c = _source[_at++];
        if (c != '\\' || AtEnd) return c;
        c = _source[_at++];
        if (ClassOf(c) is not var (many, isOther)) return c == 'b' ? '\b' : Literal(c);
        members.Append(isOther ? [.. Printable.Where(p => !many.Contains(p, StringComparison.Ordinal))] : many);
        return null;
    }

    private string Among(string members, bool isOther)
    {
        var all = isOther ? string.Concat(Printable.Where(p => !members.Contains(p, StringComparison.Ordinal))) : members;
        var plain = _isPlain ? string.Concat(all.Where(c => Letters.Contains(c, StringComparison.Ordinal))) : "";
        var from = plain.Length > 0 ? plain : all;
        return from.Length == 0 ? "" : from[_dice.Next(from.Length)].ToString();
    }
}
