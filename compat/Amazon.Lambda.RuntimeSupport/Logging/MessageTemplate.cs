using System.Collections;
using System.Globalization;
using System.Text;

namespace Amazon.Lambda.RuntimeSupport.Logging;

/// <summary>
/// A message such as <c>"took {elapsed:0.0} ms"</c> with its arguments. Holes are filled in order, or by number when all of
/// them are numbers; <c>{{</c> and <c>}}</c> are braces. Without arguments the text stays as it is.
/// </summary>
internal sealed class MessageTemplate
{
    private readonly string _template;
    private readonly object[] _args;
    private readonly List<(int Start, int End, string Name, string Format)> _holes = [];
    private readonly bool _numbered;

    public MessageTemplate(string template, object[] args)
    {
        (_template, _args) = (template, args);
        if (args.Length == 0)
        {
            return;
        }

        FindHoles();
        _numbered = _holes.Count > 0 && _holes.TrueForAll(hole => int.TryParse(hole.Name, out var index) && index >= 0);
    }

    public static string Text(object value, string format) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        DateTime time => time.ToString(format ?? "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString(format ?? "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        IFormattable formattable => Format(formattable, format),
        _ => value.ToString(),
    };

    public string Render()
    {
        if (_holes.Count == 0)
        {
            return _template;
        }

        var text = new StringBuilder();
        var end = 0;
        for (var i = 0; i < _holes.Count; i++)
        {
            var hole = _holes[i];
            AppendLiteral(text, _template.AsSpan(end, hole.Start - end));
            text.Append(Argument(i, out var value) && IsScalar(value) ? Text(value, hole.Format) : _template[hole.Start..hole.End]);
            end = hole.End;
        }

        AppendLiteral(text, _template.AsSpan(end));
        return text.ToString();
    }

    /// <summary>Name and value of each hole that has a value, each name once.</summary>
    public IEnumerable<(string Name, object Value)> Properties()
    {
        var names = new HashSet<string>();
        for (var i = 0; i < _holes.Count; i++)
        {
            if (Argument(i, out var value) && value is not null && names.Add(_holes[i].Name))
            {
                yield return (_holes[i].Name, value);
            }
        }
    }

    /// <summary>Lists and members are for the JSON format; in the text their hole stays, as a null's does.</summary>
    private static bool IsScalar(object value) => value is byte[] or not (null or IList or IDictionary);

    private static void AppendLiteral(StringBuilder text, ReadOnlySpan<char> literal) =>
        text.Append(literal.ToString().Replace("{{", "{").Replace("}}", "}"));

    private static string Format(IFormattable value, string format)
    {
        try
        {
            return value.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            // A wrong format must not cost the line.
            return value.ToString(null, CultureInfo.InvariantCulture);
        }
    }

    private bool Argument(int hole, out object value)
    {
        var index = _numbered ? int.Parse(_holes[hole].Name, CultureInfo.InvariantCulture) : hole;
        value = index < _args.Length ? _args[index] : null;
        return index < _args.Length;
    }

    private void FindHoles()
    {
        for (var start = _template.IndexOf('{'); start >= 0; start = _template.IndexOf('{', start))
        {
            if (start + 1 < _template.Length && _template[start + 1] == '{')
            {
                start += 2;
                continue;
            }

            var end = _template.IndexOf('}', start);
            if (end < 0)
            {
                return;
            }

            var parts = _template[(start + 1)..end].TrimStart('@').Split(':', 2);
            _holes.Add((start, end + 1, parts[0].Trim(), parts.Length > 1 ? parts[1] : null));
            start = end + 1;
        }
    }
}
