using System.Globalization;
using System.Text.Json;

namespace Hoth.HttpJobs.Expressions;

/// <summary>
/// A path into a JSON value: member names, array positions and, where several values are wanted, <c>[*]</c>. A subset of JSONPath
/// (RFC 9535): it only ever selects.
/// </summary>
internal sealed class JsonPath
{
    private readonly IReadOnlyList<JsonStep> _steps;

    public JsonPath(IReadOnlyList<JsonStep> steps)
    {
        _steps = steps;
        Text = string.Concat(steps.Select(s => s.ToString()));
    }

    /// <summary>The path in its one spelling, without the leading <c>$</c>.</summary>
    public string Text { get; }

    public bool HasWildcard => _steps.Any(s => s.IsWildcard);

    /// <summary>Reads <c>$.manifest.blobs[*].blobLink</c>, or says what is wrong as a sentence part.</summary>
    public static JsonPath? TryParse(string text, out string? mistake)
    {
        var scanner = new ExpressionScanner(text);
        var path = scanner.TryTake('$') ? scanner.TakeSteps(wildcards: true) : null;
        mistake = path is not null && scanner.IsAtEnd ? null : "must be a path such as $.items[*].url";
        return mistake is null ? path : null;
    }

    /// <summary>The one value of a path without <c>[*]</c>; null when it is not there or is JSON null.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var value = root;
        foreach (var step in _steps)
        {
            if (step.Find(value) is not { } next) return null;
            value = next;
        }

        return value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : value;
    }

    /// <summary>All values, in order; null when one of the names or positions is not there, so that a changed answer is noticed and not taken for an empty one.</summary>
    public List<JsonElement>? FindAll(JsonElement root)
    {
        List<JsonElement> values = [root];
        foreach (var step in _steps)
        {
            List<JsonElement> next = [];
            foreach (var value in values)
            {
                if (step.IsWildcard && value.ValueKind == JsonValueKind.Array) next.AddRange(value.EnumerateArray());
                else if (step.Find(value) is { } found) next.Add(found);
                else return null;
            }

            values = next;
        }

        return values;
    }
}

/// <summary>One step of a path: a member's name, a position, or neither: all items.</summary>
internal readonly record struct JsonStep(string? Name, int? Index)
{
    public bool IsWildcard => Name is null && Index is null;

    public JsonElement? Find(JsonElement value) => (Name, Index, value.ValueKind) switch
    {
        ({ } name, _, JsonValueKind.Object) => value.TryGetProperty(name, out var member) ? member : null,
        (_, { } index, JsonValueKind.Array) => index < value.GetArrayLength() ? value[index] : null,
        _ => null,
    };

    public override string ToString() => (Name, Index) switch
    {
        ({ } name, _) => name.All(ExpressionScanner.IsNameCharacter) ? $".{name}" : $"['{name}']",
        (_, { } index) => string.Create(CultureInfo.InvariantCulture, $"[{index}]"),
        _ => "[*]",
    };
}
