using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>Fills in <c>${Name}</c> in every text of a definition, as CloudFormation's DefinitionSubstitutions do.</summary>
internal static partial class Placeholders
{
    public static JsonNode? Fill(JsonNode? value, IReadOnlyDictionary<string, string> values, List<string> violations) => value switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Fill(member.Value, values, violations)))),
        JsonArray array => new JsonArray([.. array.Select(item => Fill(item, values, violations))]),
        JsonValue text when text.TryGetValue<string>(out var template) => JsonValue.Create(Fill(text, template, values, violations)),
        null => null,
        _ => value.DeepClone(),
    };

    private static string Fill(JsonNode at, string text, IReadOnlyDictionary<string, string> values, List<string> violations) =>
        Placeholder().Replace(text, match =>
        {
            if (values.TryGetValue(match.Groups[1].Value, out var value))
            {
                return value;
            }

            violations.Add($"{at.GetPath()}: nothing is known for the placeholder {match.Value}.");
            return match.Value;
        });

    [GeneratedRegex(@"\$\{([A-Za-z0-9_]+)\}")]
    private static partial Regex Placeholder();
}
