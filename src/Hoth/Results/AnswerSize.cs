using System.Text;

namespace Hoth.Results;

/// <summary>
/// How much of an answer a result takes. An answer travels as a string inside the JSON that a Lambda function returns, so each
/// quotation mark and backslash counts twice; results are about one fifth quotation marks.
/// </summary>
internal static class AnswerSize
{
    /// <summary>Bytes, with the comma behind it.</summary>
    public static int Of(string json) => Encoding.UTF8.GetByteCount(json) + json.AsSpan().Count('"') + json.AsSpan().Count('\\') + 1;
}
