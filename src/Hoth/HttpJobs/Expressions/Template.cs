using System.Text;
using System.Text.Json;

namespace Hoth.HttpJobs.Expressions;

/// <summary>A text with expressions in double braces. See docs/http-jobs.md for the syntax.</summary>
internal sealed class Template
{
    private const string Open = "{{";
    private const string Close = "}}";
    private readonly List<(string? Text, Expression? Expression)> _parts = [];

    private Template() { }

    /// <summary>Everything it refers to.</summary>
    public IEnumerable<ValuePath> Paths => _parts.SelectMany(p => p.Expression?.Paths ?? []);

    /// <summary>The text before the first expression.</summary>
    public string Prefix => _parts is [{ Text: { } text }, ..] ? text : "";

    /// <summary>The expression that it begins with, or null.</summary>
    public Expression? First => _parts is [{ Expression: { } first }, ..] ? first : null;

    public bool HasExpression => _parts.Exists(p => p.Expression is not null);

    /// <summary>Reads a template, or says what is wrong as a sentence part.</summary>
    public static Template? TryParse(string text, out string? mistake)
    {
        mistake = null;
        var template = new Template();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0) open = text.Length;
            if (open > at) template._parts.Add((text[at..open], null));
            if (open == text.Length) break;
            var close = text.IndexOf(Close, open, StringComparison.Ordinal);
            if (close < 0) mistake = "has {{ without }}";
            else if (Expression.TryParse(text[(open + Open.Length)..close], out mistake) is { } expression) template._parts.Add((null, expression));
            if (mistake is not null) return null;
            at = close + Close.Length;
        }

        return template;
    }

    /// <summary>The text with every expression's value in it.</summary>
    /// <param name="values">Where values come from.</param>
    /// <param name="encode">Applied to every value, except to one that the whole begins with when <paramref name="verbatimFirst"/>.</param>
    /// <param name="verbatimFirst">The first part is a URL or the beginning of one.</param>
    /// <exception cref="HttpJobException">A value is not there, or is no text.</exception>
    public string Render(ExpressionValues values, Func<string, string>? encode = null, bool verbatimFirst = false)
    {
        var text = new StringBuilder();
        for (var i = 0; i < _parts.Count; i++)
        {
            if (_parts[i].Expression is not { } expression) text.Append(_parts[i].Text);
            else if (encode is null || (verbatimFirst && i == 0)) text.Append(expression.Text(values));
            else text.Append(encode(expression.Text(values)));
        }

        return text.ToString();
    }

    /// <summary>Writes a JSON string; a template that is one expression and nothing else becomes that value with its type.</summary>
    /// <exception cref="HttpJobException">A value is not there.</exception>
    public void WriteJson(Utf8JsonWriter writer, ExpressionValues values)
    {
        if (_parts is [{ Expression: { } only }]) only.Value(values).WriteTo(writer);
        else writer.WriteStringValue(Render(values));
    }
}
