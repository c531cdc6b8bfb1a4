using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hoth.MockCsp.Validation;

/// <summary>
/// An object of a request body. Readers note what is wrong and answer a stand-in, so that one pass finds everything;
/// whoever reads looks at <see cref="Violations"/> before using what came out.
/// </summary>
internal sealed class JsonInput(JsonElement element, string path, Violations violations)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public Violations Violations => violations;

    /// <summary>The body as an object, or null after noting why not.</summary>
    public static JsonInput? Parse(ReadOnlyMemory<byte> body, Violations violations)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return AsObject(document.RootElement.Clone(), "$", violations);
        }
        catch (JsonException)
        {
            violations.Add("$", "must be one JSON document without duplicate members, at most 64 levels deep");
            return null;
        }
    }

    public string At(string member) => $"{path}.{member}";

    public void Refuse(string member, string message) => violations.Add(At(member), message);

    public bool Has(string member) => element.TryGetProperty(member, out _);

    public bool IsNullOrAbsent(string member) => !element.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null;

    /// <summary>A required string of 1 to 255 characters.</summary>
    public string Text(string member, int min = 1, int max = 255, Regex? pattern = null, string? rule = null) =>
        Required(member) ? OptionalText(member, min, max, pattern, rule) ?? "" : "";

    public string? OptionalText(string member, int min = 1, int max = 255, Regex? pattern = null, string? rule = null)
    {
        if (!element.TryGetProperty(member, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || !TryGetText(value, out var text))
        {
            Refuse(member, "must be a string");
            return null;
        }

        if (text.EnumerateRunes().Count() is var length && (length < min || length > max))
        {
            Refuse(member, min == max ? $"must have {min} characters" : $"must have {min} to {max} characters");
        }
        else if (pattern is not null && !pattern.IsMatch(text))
        {
            Refuse(member, rule ?? $"must match {pattern}");
        }

        return text;
    }

    /// <summary>A required member of an enumeration.</summary>
    public string OneOf(string member, IReadOnlyList<string> words)
    {
        var rule = $"must be one of {string.Join(", ", words)}";
        if (!Required(member))
        {
            return "";
        }

        var value = element.GetProperty(member);
        if (value.ValueKind == JsonValueKind.String && TryGetText(value, out var text) && words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Refuse(member, rule);
        return "";
    }

    /// <summary>A required calendar date, YYYY-MM-DD.</summary>
    public DateOnly Date(string member)
    {
        if (!Required(member))
        {
            return default;
        }

        var value = element.GetProperty(member);
        if (value.ValueKind == JsonValueKind.String && TryGetText(value, out var text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date))
        {
            return date;
        }

        Refuse(member, "must be a date in YYYY-MM-DD format");
        return default;
    }

    public bool Flag(string member, bool required)
    {
        if (!(required ? Required(member) : Has(member)))
        {
            return false;
        }

        var value = element.GetProperty(member);
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse(member, "must be true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public JsonInput? OptionalObject(string member) => element.TryGetProperty(member, out var value) ? AsObject(value, At(member), violations) : null;

    /// <summary>A required array of objects.</summary>
    public IReadOnlyList<T> List<T>(string member, Func<JsonInput, T> read)
    {
        if (!Required(member))
        {
            return [];
        }

        var value = element.GetProperty(member);
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(member, "must be an array");
            return [];
        }

        List<T> items = [];
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            if (AsObject(item, $"{At(member)}[{i}]", violations) is { } input)
            {
                items.Add(read(input));
            }
        }

        return items;
    }

    public void AllowOnly(params ReadOnlySpan<string> members)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!members.Contains(property.Name))
            {
                // The name comes from outside: it is not repeated.
                violations.Add(path, "has a member that is not allowed here");
            }
        }
    }

    private bool Required(string member)
    {
        if (Has(member))
        {
            return true;
        }

        Refuse(member, "is required");
        return false;
    }

    private static JsonInput? AsObject(JsonElement element, string path, Violations violations)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return new(element, path, violations);
        }

        violations.Add(path, "must be an object");
        return null;
    }

    // A lone surrogate is well-formed JSON but no text.
    private static bool TryGetText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }
}
