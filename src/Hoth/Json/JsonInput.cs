using System.Text.Json;

namespace Hoth.Json;

/// <summary>
/// Reads the members of one JSON object of untrusted input and collects every violated rule. The document must have been
/// parsed with duplicate member names refused. Ask for each known member, then call <see cref="RefuseUnknownMembers"/>.
/// </summary>
public sealed class JsonInput
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Starts reading; a value that is no object is a violation, and then every member is absent without further violations.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">Its JSON path; "$" for the whole body.</param>
    /// <param name="violations">Where violations go.</param>
    public JsonInput(JsonElement value, string path, Violations violations)
    {
        _object = value;
        _path = path;
        Violations = violations;
        IsObject = value.ValueKind == JsonValueKind.Object;
        if (!IsObject) violations.Add(path, "must be a JSON object");
    }

    /// <summary>False when the value is no object.</summary>
    public bool IsObject { get; }

    /// <summary>Where violations go.</summary>
    public Violations Violations { get; }

    /// <summary>The JSON path of a member.</summary>
    public string PathOf(string member) => $"{_path}.{member}";

    /// <summary>A required string, or null with a violation when it is absent, no string or breaks the rule.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="isValid">The rule.</param>
    /// <param name="rule">The rule in words, for the violation.</param>
    public string? RequiredString(string member, Func<string, bool> isValid, string rule) => String(member, isValid, rule, required: true);

    /// <summary>An optional string: null when absent, null with a violation when it is no string or breaks the rule.</summary>
    public string? OptionalString(string member, Func<string, bool> isValid, string rule) => String(member, isValid, rule, required: false);

    /// <summary>An optional whole number: null when absent, null with a violation when it is no whole number in the range.</summary>
    public int? OptionalInteger(string member, int min, int max)
    {
        if (Member(member, required: false) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max) return number;
        Violations.Add(PathOf(member), $"must be a whole number from {min} to {max}");
        return null;
    }

    /// <summary>An optional boolean: null when absent, null with a violation when it is anything but true or false.</summary>
    public bool? OptionalBoolean(string member)
    {
        if (Member(member, required: false) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Violations.Add(PathOf(member), "must be true or false");
        return null;
    }

    /// <summary>A member that is an object, to be read in its turn; null when absent (for a required one with a violation). One that is no object is a violation.</summary>
    public JsonInput? Object(string member, bool required) =>
        Member(member, required) is { } value ? new JsonInput(value, PathOf(member), Violations) : null;

    /// <summary>A member of any type, or null when absent. A required one that is absent is a violation.</summary>
    public JsonElement? Member(string member, bool required)
    {
        _asked.Add(member);
        if (IsObject && _object.TryGetProperty(member, out var value)) return value;
        if (IsObject && required) Violations.Add(PathOf(member), "is required");
        return null;
    }

    /// <summary>Adds a violation for every member that was never asked for. The names of unknown members are input too: they are shortened and only printable ASCII is shown.</summary>
    public void RefuseUnknownMembers()
    {
        if (!IsObject) return;
        foreach (var property in _object.EnumerateObject())
        {
            if (!_asked.Contains(property.Name)) Violations.Add(PathOf(Printable(property.Name)), "is not a known member");
        }
    }

    private string? String(string member, Func<string, bool> isValid, string rule, bool required)
    {
        if (Member(member, required) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Violations.Add(PathOf(member), "must be a string");
            return null;
        }

        if (TextOf(value) is { } text && isValid(text)) return text;
        Violations.Add(PathOf(member), rule);
        return null;
    }

    /// <summary>The text, or null when it has lone surrogates (valid JSON grammar, but no Unicode text: RFC 8259 section 8.2).</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Printable(string name)
    {
        const int Longest = 40;
        var shown = name.Length > Longest ? name[..Longest] : name;
        return string.Create(shown.Length, shown, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++) to[i] = from[i] is > ' ' and <= '~' ? from[i] : '?';
        });
    }
}
