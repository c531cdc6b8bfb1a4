using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>Reads the fields of one object of a definition. What nobody has asked for at the end is not supported; nothing is ignored silently.</summary>
/// <param name="json">The object.</param>
/// <param name="where">Where it is, in words: <c>state 'Wait'</c>.</param>
/// <param name="violations">Gets whatever is wrong.</param>
internal sealed class FieldReader(JsonObject json, string where, List<string> violations)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal) { "Comment" };

    public string Where => where;

    public bool Has(string field) => json.ContainsKey(field);

    public void Report(string field, string mistake) => violations.Add($"{where}, field {field}: {mistake}.");

    /// <summary>Says that the field is known, and returns its value.</summary>
    public bool TryTake(string field, out JsonNode? value)
    {
        _known.Add(field);
        return json.TryGetPropertyValue(field, out value);
    }

    public string? Text(string field)
    {
        if (!TryTake(field, out var value))
        {
            return null;
        }

        if (value?.GetValueKind() == JsonValueKind.String)
        {
            return value.GetValue<string>();
        }

        Report(field, "must be a text");
        return null;
    }

    public string RequiredText(string field)
    {
        if (!Has(field))
        {
            Report(field, "is missing");
        }

        return Text(field) ?? "";
    }

    public double? Number(string field, double minimum, double maximum, bool whole = true)
    {
        if (!TryTake(field, out var value))
        {
            return null;
        }

        if (value is JsonValue number && number.TryGetValue<double>(out var read) && read >= minimum && read <= maximum && (!whole || read == Math.Floor(read)))
        {
            return read;
        }

        Report(field, $"must be {(whole ? "a whole number" : "a number")} from {minimum} to {maximum}");
        return null;
    }

    public FieldReader? Object(string field) => TryTake(field, out var value) ? AsObject(field, value, $"{where}, {field}") : null;

    public FieldReader? AsObject(string field, JsonNode? value, string name)
    {
        if (value is JsonObject map)
        {
            return new FieldReader(map, name, violations);
        }

        Report(field, "must be an object");
        return null;
    }

    /// <summary>The objects of an array.</summary>
    public IEnumerable<FieldReader> Objects(string field, int minimum = 0)
    {
        if (!TryTake(field, out var value) && minimum == 0)
        {
            return [];
        }

        if (value is not JsonArray array || array.Count < minimum)
        {
            Report(field, minimum == 0 ? "must be an array" : $"must be an array of {minimum} or more");
            return [];
        }

        return array.Select((item, index) => AsObject(field, item, $"{where}, {field}[{index}]")).OfType<FieldReader>().ToList();
    }

    /// <summary>The members of an object, each an object.</summary>
    public IEnumerable<(string Name, JsonObject Value)> Members(string field)
    {
        if (!TryTake(field, out var value) || value is not JsonObject { Count: > 0 } map)
        {
            Report(field, "must be an object with members");
            yield break;
        }

        foreach (var (name, member) in map)
        {
            if (member is JsonObject state)
            {
                yield return (name, state);
            }
            else
            {
                Report(field, $"member '{name}' must be an object");
            }
        }
    }

    /// <summary>Reads a path, an intrinsic function or another text with rules of its own.</summary>
    public T? Parsed<T>(string field, Func<string, T> parse) where T : class
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        try
        {
            return parse(text);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            Report(field, e.Message);
            return null;
        }
    }

    public InputOutputPath InputOutputPath(string field) => IsNull(field)
        ? Paths.InputOutputPath.Nothing
        : Parsed(field, text => new InputOutputPath(PathParser.Parse(text))) ?? Paths.InputOutputPath.Whole;

    public ReferencePath? ResultPath() => IsNull("ResultPath") ? null : Parsed("ResultPath", ReferencePath.Parse) ?? ReferencePath.Root;

    /// <summary>A field that is a constant, or under the name with <c>Path</c> a path to it.</summary>
    /// <param name="readPath">Reads the path; any path or call when it is null.</param>
    public Expression? Either(string field, Func<Expression?> constant, Func<string, Expression>? readPath = null)
    {
        var path = field + "Path";
        if (Has(field) && Has(path))
        {
            Report(path, $"cannot stand next to {field}");
        }

        return Has(path) ? Parsed(path, readPath ?? ExpressionParser.Parse) : constant();
    }

    /// <summary>Reports every field that nobody has asked for.</summary>
    public void Finish(string what)
    {
        foreach (var (field, _) in json.Where(member => !_known.Contains(member.Key)))
        {
            Report(field, $"is not supported on {what}");
        }
    }

    private bool IsNull(string field) => TryTake(field, out var value) && Has(field) && value is null;
}
