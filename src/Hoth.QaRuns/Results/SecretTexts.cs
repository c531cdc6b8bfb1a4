using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Results;

/// <summary>
/// Takes values whose names say that they are secret out of texts: members of JSON, parameters of queries and forms, elements of XML. Texts are what servers
/// sent, so they need not be whole or well formed; what is not secret stays as it came. True, false, null and empty texts stay: they tell nothing.
/// </summary>
internal static partial class SecretTexts
{
    private const int LongestName = 200;

    public static string Redact(string text)
    {
        text = RedactMembers(text);
        text = InQuery().Replace(text, m => Replace(m, Uri.UnescapeDataString(m.Groups["name"].Value)));
        text = InJsonInText().Replace(text, m => Replace(m, m.Groups["name"].Value));
        return InXml().Replace(text, m => Replace(m, m.Groups["name"].Value));
    }

    private static string Replace(Match match, string name)
    {
        var value = match.Groups["value"];
        if (!SecretNames.Says(name) || Tells(value.ValueSpan) is false) return match.Value;
        return string.Concat(match.ValueSpan[..(value.Index - match.Index)], Redaction.Mark, match.ValueSpan[(value.Index - match.Index + value.Length)..]);
    }

    /// <summary>False for values that are no secrets, or are redacted already.</summary>
    private static bool Tells(ReadOnlySpan<char> value) => value is not ("" or "true" or "false" or "null" or Redaction.Credential or Redaction.Mark);

    private static string RedactMembers(string text)
    {
        StringBuilder? result = null;
        var (copied, at) = (0, 0);
        while (at < text.Length && text.IndexOf('"', at) is >= 0 and var quote)
        {
            var nameEnd = EndOfText(text, quote);
            var colon = SkipSpace(text, nameEnd);
            at = nameEnd;
            if (colon >= text.Length || text[colon] != ':') continue;
            if (nameEnd - quote > LongestName || !SecretNames.Says(Unescape(text[quote..nameEnd]))) continue;

            var start = SkipSpace(text, colon + 1);
            var end = at = EndOfValue(text, start);
            var isText = start < end && text[start] == '"';
            if (!Tells(isText ? text.AsSpan(start + 1, Math.Max(0, end - start - 2)) : text.AsSpan(start, end - start))) continue;
            (result ??= new StringBuilder(text.Length)).Append(text, copied, start - copied).Append('"').Append(Redaction.Mark).Append('"');
            copied = end;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Behind the quotation mark that ends the text which begins at <paramref name="quote"/>, or the end.</summary>
    private static int EndOfText(string text, int quote)
    {
        for (var i = quote + 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i + 1;
        }

        return text.Length;
    }

    private static int EndOfValue(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    i = EndOfText(text, i) - 1;
                    if (depth == 0) return i + 1;
                    break;
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']':
                    if (depth == 0) return i;
                    if (--depth == 0) return i + 1;
                    break;
                case ',' when depth == 0:
                    return i;
                case var c when depth == 0 && char.IsWhiteSpace(c):
                    return i;
            }
        }

        return text.Length;
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    private static string Unescape(string quoted)
    {
        if (!quoted.Contains('\\', StringComparison.Ordinal)) return quoted;
        try
        {
            return JsonSerializer.Deserialize(quoted, JsonTexts.Default.String) ?? "";
        }
        catch (JsonException)
        {
            return quoted;
        }
    }

    // \u0026 is an ampersand in JSON; that of HTML, &amp;, ends with a semicolon.
    [GeneratedRegex("""(?:^|[?&;]|\\u0026)(?<name>[^=&?;#\s"'<>\\]{1,200})=(?<value>[^&;#\s"'<>\\]+)""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex InQuery();

    // JSON within a text of JSON. The slashes are bounded, since servers may send a million of them.
    [GeneratedRegex("""(?<!\\)(?<q>\\{1,7})"(?<name>[^"\\]{1,200})\k<q>"\s*:\s*\k<q>"(?<value>.*?)(?:(?<!\\)\k<q>"|$)""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex InJsonInText();

    [GeneratedRegex("""<(?<name>[\w:.-]{1,200})(?:\s[^<>]*)?>(?<value>[^<]+)</""", RegexOptions.CultureInvariant)]
    private static partial Regex InXml();
}
