using System.Buffers;
using System.Text;

namespace Hoth.Results;

/// <summary>
/// How much of an answer a result takes. An answer travels as a string inside the JSON that a Lambda function returns, so each
/// quotation mark, backslash and line break counts twice; JSON results are about one fifth quotation marks.
/// </summary>
internal static class AnswerSize
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\"\\\r\n\t");

    /// <summary>Bytes, with the comma behind it.</summary>
    public static int Of(string json) => Encoding.UTF8.GetByteCount(json) + Escapes(json) + 1;

    private static int Escapes(ReadOnlySpan<char> text)
    {
        var escapes = 0;
        for (var at = text.IndexOfAny(Escaped); at >= 0; at = text.IndexOfAny(Escaped))
        {
            escapes++;
            text = text[(at + 1)..];
        }

        return escapes;
    }
}
