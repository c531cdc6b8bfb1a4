using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hoth.QaRuns.Results.Rendering;

/// <summary>
/// An exchange as a command for bash or zsh, to be pasted: whatever a value holds, it is one argument and nothing of it is run. The run's credentials read
/// <c>"$TOKEN"</c>; other secrets are not known any more and stay as <see cref="Redaction.Mark"/>.
/// </summary>
public static class CurlCommand
{
    private const string Break = " \\\n  ";

    /// <summary>RFC 9110 section 5.6.2.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly string[] OwnHeaders = ["Content-Length", "Host", "Transfer-Encoding", "Connection", "Expect", "traceparent"];

    /// <summary>The command, on several lines.</summary>
    public static string For(Exchange exchange)
    {
        var command = new StringBuilder();
        // The shell cannot pass NUL in an argument.
        var isPiped = exchange.RequestBody?.Contains('\0', StringComparison.Ordinal) == true;
        if (isPiped) command.Append("printf ").Append(PrintfFormat(exchange.RequestBody!)).Append(" |\n");
        // --globoff and --path-as-is: the address as it is.
        command.Append("curl --silent --show-error --include --globoff --path-as-is");
        command.Append(Break).Append(exchange.Method == "HEAD" ? "--head" : $"--request {Quote(exchange.Method)}");
        command.Append(Break).Append("--url ").Append(Quote(exchange.Url));
        foreach (var (name, value) in exchange.RequestHeaders.OrderBy(h => h.Key, StringComparer.Ordinal))
        {
            if (name.AsSpan().IndexOfAnyExcept(TokenCharacters) >= 0 || name.Length == 0 || OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            command.Append(Break).Append("--header ").Append(Quote(value.Length == 0 ? $"{name};" : $"{name}: {value}"));
        }

        if (exchange.RequestBody is not { } body) return command.ToString();
        // Else curl says that it sends a form.
        if (!exchange.RequestHeaders.Keys.Contains("Content-Type", StringComparer.OrdinalIgnoreCase)) command.Append(Break).Append("--header 'Content-Type:'");
        command.Append(Break).Append(isPiped ? "--data-binary @-" : $"--data-raw {Quote(body)}");
        return command.ToString();
    }

    /// <summary>One word of a command line of bash or zsh; U+FFFD where there is NUL or half a character.</summary>
    internal static string Quote(string text)
    {
        if (text.Length == 0) return "''";
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var parts = wellFormed.Replace('\0', '\uFFFD').Split(Redaction.Credential);
        return string.Join("\"$TOKEN\"", parts.Select(part => part.Length == 0 ? "" : QuotePart(part)));
    }

    private static string QuotePart(string text)
    {
        // Line feeds and tabs would be safe as well, but a terminal may act on a tab that is pasted, and lines are easier to see in one.
        if (text.EnumerateRunes().All(rune => rune.Value is not ('\n' or '\t') && VisibleText.IsVisible(rune))) return $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        var result = new StringBuilder("$'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n') result.Append("\\n");
            else if (rune.Value == '\t') result.Append("\\t");
            else if (rune.Value == '\\') result.Append("\\\\");
            // An exclamation mark would be history where bash thinks that the quotation has ended.
            else if (rune.Value is '\'' or '!' || !VisibleText.IsVisible(rune)) AppendOctal(result, rune);
            else result.Append(rune);
        }

        return result.Append('\'').ToString();
    }

    /// <summary>A format for printf that prints a text: octal for all that is not plain.</summary>
    private static string PrintfFormat(string text)
    {
        var result = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '%') result.Append("%%");
            else if (rune.Value is '\\' or '\'' || !VisibleText.IsVisible(rune)) AppendOctal(result, rune);
            else result.Append(rune);
        }

        return result.Append('\'').ToString();
    }

    private static void AppendOctal(StringBuilder result, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in bytes[..rune.EncodeToUtf8(bytes)]) result.Append('\\').Append(Convert.ToString(value, 8).PadLeft(3, '0'));
    }
}
