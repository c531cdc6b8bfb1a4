using System.Text.Json;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Schemas;

/// <summary>Reads keywords of an object of a specification, and says which of them have the wrong form.</summary>
internal sealed class KeywordReader(JsonElement json, string pointer)
{
    public string Pointer => pointer;

    public bool Has(string name) => json.TryGetProperty(name, out _);

    public JsonElement? Any(string name) => json.TryGetProperty(name, out var value) ? value : null;

    public string? Text(string name) => Of(name, JsonValueKind.String, "text")?.GetString();

    public bool Flag(string name) => Any(name) is { } value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    public JsonElement? Number(string name) => Of(name, JsonValueKind.Number, "a number");

    public IReadOnlyList<JsonElement>? List(string name) => Of(name, JsonValueKind.Array, "a list") is { } list ? [.. list.EnumerateArray()] : null;

    public IEnumerable<string> Texts(string name) =>
        (List(name) ?? []).Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : throw Wrong(name, "a list of texts"));

    public IEnumerable<Member> Members(string name) =>
        Of(name, JsonValueKind.Object, "an object") is { } members
            ? members.EnumerateObject().Select(m => new Member(m.Name, m.Value, JsonPointer.Append(JsonPointer.Append(pointer, name), m.Name)))
            : [];

    public Bounds<int> Counts(string least, string most) => new(Count(least), Count(most));

    private int? Count(string name)
    {
        if (Number(name) is not { } value) return null;
        // "2.0" is a count as well.
        if (!value.TryGetDecimal(out var count) || count < 0 || count != decimal.Truncate(count)) throw Wrong(name, "a whole number from 0");
        return count > int.MaxValue ? int.MaxValue : (int)count;
    }

    private JsonElement? Of(string name, JsonValueKind kind, string rule) =>
        Any(name) is not { } value ? null : value.ValueKind == kind ? value : throw Wrong(name, rule);

    private SpecException Wrong(string name, string rule) => new($"{JsonPointer.Append(pointer, name)} must be {rule}.");

    /// <summary>A named member of an object, and where it stands.</summary>
    internal readonly record struct Member(string Name, JsonElement Value, string Pointer);
}
