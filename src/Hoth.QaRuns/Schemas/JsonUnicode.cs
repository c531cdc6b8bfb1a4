using System.Text.Json;
using Hoth.Json;

namespace Hoth.QaRuns.Schemas;

/// <summary>Whether the texts of JSON are Unicode.</summary>
internal static class JsonUnicode
{
    /// <summary>False when a text has a lone surrogate: valid grammar that nothing can read (RFC 8259, section 8.2). Names of members are the parser's business.</summary>
    public static bool IsIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonInput.TextOf(value) is not null,
        JsonValueKind.Array => value.EnumerateArray().All(IsIn),
        JsonValueKind.Object => value.EnumerateObject().All(member => IsIn(member.Value)),
        _ => true,
    };
}
