using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Hoth.QaRuns.Results.Rendering;

/// <summary>
/// Writes HTML. What stands in an interpolated string itself is markup; each value in it is shown as text, whatever it holds, in content and in quoted
/// attributes: <c>html.Write($"&lt;td&gt;{text}&lt;/td&gt;")</c>.
/// </summary>
internal sealed class HtmlOutput(Stream output)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();

    /// <summary>Writes markup with texts in it.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] ref Markup markup) => markup.Written();

    /// <summary>Writes the style sheet, which is no text to be shown.</summary>
    public void WriteStyle() => _text.Append(HtmlStyle.Css);

    /// <summary>Hands on what was written since the last time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(_text.ToString());
        _text.Clear();
        await output.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>The compiler hands literals and values over one by one, which is how they are told apart.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly StringBuilder _text;

        public Markup(int literalLength, int formattedCount, HtmlOutput html)
        {
            _ = formattedCount;
            _text = html._text;
            _text.EnsureCapacity(_text.Length + literalLength);
        }

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(string? text) => _text.Append(Encoder.Encode(VisibleText.Of(text)));

        public void AppendFormatted(int number) => _text.Append(number.ToString("N0", CultureInfo.InvariantCulture));

        /// <summary>Everything is written by now.</summary>
        public void Written() { }
    }
}
