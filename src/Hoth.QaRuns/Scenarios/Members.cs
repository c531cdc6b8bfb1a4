using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Scenarios;

/// <summary>Finds members by what they are called: APIs say <c>portfolioId</c> in a path and <c>id</c> or <c>portfolio_id</c> in a body.</summary>
internal static class Members
{
    private static readonly string[] Keys = ["id", "number", "key", "code", "name"];

    /// <summary>The members of an object's schema, those of what it is combined of included.</summary>
    public static IReadOnlyDictionary<string, Schema> Of(Schema schema)
    {
        var members = new Dictionary<string, Schema>(StringComparer.Ordinal);
        Add(schema);
        return members;

        void Add(Schema part)
        {
            foreach (var (name, member) in part.Properties) members.TryAdd(name, member);
            foreach (var other in part.AllOf.Concat(part.AnyOf).Concat(part.OneOf)) Add(other);
        }
    }

    /// <summary>Whether two names are the same in another case or with other separators.</summary>
    public static bool IsSame(string a, string b) => Plain(a) == Plain(b);

    /// <summary>The value that names an object, where a parameter has this name; null: none can be told.</summary>
    public static string? IdOf(JsonElement body, string parameter)
    {
        if (body.ValueKind != JsonValueKind.Object) return null;
        var wanted = Plain(parameter);
        return TextOf(body, name => name == wanted)
            ?? TextOf(body, name => name == "id")
            ?? TextOf(body, name => Keys.Any(key => name == wanted + key));
    }

    /// <summary>The value of a member that is called as a parameter; null: there is none.</summary>
    public static string? NamedOf(JsonElement body, string parameter)
    {
        var wanted = Plain(parameter);
        return body.ValueKind == JsonValueKind.Object ? TextOf(body, name => name == wanted) : null;
    }

    /// <summary>The list of an object whose name is a collection's; null: it has none.</summary>
    public static JsonElement? ListOf(JsonElement body, string collection)
    {
        if (body.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in body.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Array && IsSame(member.Name, collection)) return member.Value;
        }

        return null;
    }

    /// <summary>The items of an answer that lists: the answer itself, or its one list of objects. Null: it lists nothing.</summary>
    public static JsonElement? ItemsOf(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array) return body;
        if (body.ValueKind != JsonValueKind.Object) return null;
        var lists = body.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Array && m.Value.EnumerateArray().All(i => i.ValueKind == JsonValueKind.Object)).ToList();
        return lists.Count == 1 ? lists[0].Value : null;
    }

    private static string? TextOf(JsonElement body, Func<string, bool> isMeant)
    {
        foreach (var member in body.EnumerateObject().Where(m => isMeant(Plain(m.Name))))
        {
            if (member.Value.ValueKind is JsonValueKind.String && member.Value.GetString() is { Length: > 0 } text) return text;
            if (member.Value.ValueKind is JsonValueKind.Number) return member.Value.GetRawText();
        }

        return null;
    }

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
