using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Paths;

/// <summary>Reads the text of a member whose name ends in <c>.$</c>: a path or a call of an intrinsic function.</summary>
internal sealed class ExpressionParser
{
    private readonly string _text;
    private int _at;

    private ExpressionParser(string text) => _text = text;

    /// <exception cref="FormatException">It is neither, or has parts that are not supported.</exception>
    public static Expression Parse(string text)
    {
        if (text.StartsWith('$'))
        {
            return new Expression.Path(PathParser.Parse(text));
        }

        var parser = new ExpressionParser(text);
        var call = parser.ReadCall();
        parser.SkipSpaces();
        return parser._at == text.Length ? call : throw parser.Unexpected();
    }

    private Expression.Call ReadCall()
    {
        var open = _text.IndexOf('(', _at);
        var name = open < 0 ? _text[_at..] : _text[_at..open].Trim();
        if (open < 0 || !IntrinsicFunction.All.TryGetValue(name, out var function))
        {
            throw new FormatException($"'{name}' is no path and no supported intrinsic function ({string.Join(", ", IntrinsicFunction.All.Keys)})");
        }

        _at = open + 1;
        var arguments = ReadArguments();
        return arguments.Count >= function.MinimumArguments && arguments.Count <= function.MaximumArguments
            ? new Expression.Call(function, arguments)
            : throw new FormatException($"{name} does not take {arguments.Count} arguments");
    }

    private List<Expression> ReadArguments()
    {
        var arguments = new List<Expression>();
        SkipSpaces();
        if (Peek() == ')')
        {
            _at++;
            return arguments;
        }

        while (true)
        {
            arguments.Add(ReadArgument());
            SkipSpaces();
            switch (Peek())
            {
                case ',':
                    _at++;
                    break;
                case ')':
                    _at++;
                    return arguments;
                default:
                    throw Unexpected();
            }
        }
    }

    private Expression ReadArgument()
    {
        SkipSpaces();
        return Peek() switch
        {
            '\'' => new Expression.Constant(JsonValue.Create(ReadText())),
            '$' => new Expression.Path(PathParser.Parse(ReadPathText())),
            'S' => ReadCall(),
            _ => new Expression.Constant(ReadLiteral()),
        };
    }

    /// <summary>Keeps <c>\{</c> and <c>\}</c> as they are: they mean something to States.Format.</summary>
    private string ReadText()
    {
        var result = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            switch (_text[_at])
            {
                case '\'':
                    _at++;
                    return result.ToString();
                case '\\' when _at + 1 < _text.Length && _text[_at + 1] is '\'' or '\\':
                    result.Append(_text[++_at]);
                    break;
                default:
                    result.Append(_text[_at]);
                    break;
            }
        }

        throw Unexpected();
    }

    private string ReadPathText()
    {
        var start = _at;
        char? quote = null;
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (quote is null && c is ',' or ')' or ' ')
            {
                break;
            }

            quote = quote is null ? c is '\'' or '"' ? c : null : c == quote ? null : quote;
        }

        return _text[start.._at];
    }

    private JsonNode? ReadLiteral()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or ')'))
        {
            _at++;
        }

        var literal = _text[start.._at].Trim();
        return literal switch
        {
            "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when decimal.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => JsonValues.Parse(literal),
            _ => throw new FormatException($"'{literal}' in '{_text}' is no argument: texts are in single quotes"),
        };
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void SkipSpaces()
    {
        while (Peek() == ' ')
        {
            _at++;
        }
    }

    private FormatException Unexpected() => new($"'{_text}' is no call of an intrinsic function: wrong at {_at}");
}
