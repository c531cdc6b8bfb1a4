using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Values;

/// <summary>What may be read in the text of a parameter or of a header: the schema says which of text, number, truth value and list is meant.</summary>
internal static partial class TextMeanings
{
    /// <summary>Every reading, whether or not it fits. A lone item may be a list.</summary>
    /// <param name="schema">What is expected.</param>
    /// <param name="text">What is there.</param>
    public static IEnumerable<JsonElement> Of(Schema schema, ParameterText text)
    {
        if ((schema.Types & SchemaTypes.Array) == 0 || schema.Types == SchemaTypes.Any) return Of(text.Text);
        string[] items = text.In switch
        {
            "query" => [.. text.Texts],
            // RFC 9110, section 5.6.1: there may be space around the commas.
            "header" => text.Text.Split(',', StringSplitOptions.TrimEntries),
            _ => text.Text.Split(','),
        };
        var lists = ((Func<string, JsonElement>[])[JsonEdit.Of, t => Of(t).Last()])
            .Select(read => JsonEdit.ToElement(new JsonArray([.. items.Select(i => JsonEdit.ToNode(read(i)))])));
        return (schema.Types & ~(SchemaTypes.Array | SchemaTypes.Null)) == 0 ? lists : lists.Concat(Of(text.Text));
    }

    private static IEnumerable<JsonElement> Of(string text)
    {
        yield return JsonEdit.Of(text);
        if (text is "true" or "false" || Number().IsMatch(text)) yield return JsonElement.Parse(text);
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
