using System.Text.Json;

namespace Hoth.HttpJobs.Expressions;

/// <summary>What stands between double braces: paths and quoted texts with <c>??</c> between them; the first that is there counts.</summary>
internal sealed class Expression
{
    private readonly List<(ValuePath? Path, JsonElement Literal)> _alternatives = [];
    private readonly string _source;

    private Expression(string source) => _source = source;

    public IEnumerable<ValuePath> Paths => _alternatives.Where(a => a.Path is not null).Select(a => a.Path!);

    /// <summary>Reads an expression, or says what is wrong as a sentence part.</summary>
    public static Expression? TryParse(string text, out string? mistake)
    {
        var scanner = new ExpressionScanner(text);
        var expression = new Expression(text.Trim());
        do
        {
            scanner.SkipSpaces();
            if (scanner.TakeQuoted() is { } quoted) expression._alternatives.Add((null, JsonText.Of(quoted)));
            else if (ValuePath.TryTake(scanner, out mistake) is { } path) expression._alternatives.Add((path, default));
            else return null;
            scanner.SkipSpaces();
        }
        while (scanner.TryTake("??"));

        mistake = scanner.IsAtEnd ? null : "must be a path such as creation_response.body.id, with ?? between alternatives";
        return mistake is null ? expression : null;
    }

    /// <summary>The value.</summary>
    /// <exception cref="HttpJobException">None of the alternatives is there.</exception>
    public JsonElement Value(ExpressionValues values)
    {
        foreach (var (path, literal) in _alternatives)
        {
            if (path is null) return literal;
            if (values.Find(path) is { } value) return value;
        }

        throw HttpJobException.Unresolved($"{{{{ {_source} }}}} has no value: the answer does not have it.");
    }

    /// <summary>The URL that what <see cref="Value"/> takes is relative to; null when it is of no answer.</summary>
    public string? BaseUrl(ExpressionValues values)
    {
        var path = _alternatives.Find(a => a.Path is null || values.Find(a.Path) is not null).Path;
        return path?.BaseUrl is { } basis && values.Find(basis) is { } url ? JsonText.TryGet(url) : null;
    }

    /// <summary>The value as text: a string without its quotes, a number or boolean as it is written.</summary>
    /// <exception cref="HttpJobException">None of the alternatives is there, or it is an object or array.</exception>
    public string Text(ExpressionValues values)
    {
        var value = Value(values);
        return JsonText.TryGet(value) ?? throw HttpJobException.Unresolved($"{{{{ {_source} }}}} is a JSON {value.ValueKind.ToString().ToLowerInvariant()}, not a text or number.");
    }
}
