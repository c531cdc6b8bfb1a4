using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>Reads payload templates: JSON in which members whose name ends in <c>.$</c> are paths or calls.</summary>
internal static class TemplateReader
{
    public static Expression? Read(FieldReader fields, string field)
    {
        if (!fields.TryTake(field, out var value))
        {
            return null;
        }

        if (value is JsonObject)
        {
            return Read(fields, field, value);
        }

        fields.Report(field, "must be an object");
        return null;
    }

    private static Expression Read(FieldReader fields, string at, JsonNode? value) => value switch
    {
        JsonObject map => new Expression.Members([.. map.Select(member => Member(fields, $"{at}.{member.Key}", member.Key, member.Value))]),
        JsonArray array => new Expression.Items([.. array.Select((item, index) => Read(fields, $"{at}[{index}]", item))]),
        _ => new Expression.Constant(value),
    };

    private static KeyValuePair<string, Expression> Member(FieldReader fields, string at, string name, JsonNode? value)
    {
        if (!name.EndsWith(".$", StringComparison.Ordinal))
        {
            return KeyValuePair.Create(name, Read(fields, at, value));
        }

        return KeyValuePair.Create(name[..^2], Dynamic(fields, at, value));
    }

    private static Expression Dynamic(FieldReader fields, string at, JsonNode? value)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            fields.Report(at, "must be a path or a call of an intrinsic function, since its name ends in .$");
            return Expression.Input;
        }

        try
        {
            return ExpressionParser.Parse(value.GetValue<string>());
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            fields.Report(at, e.Message);
            return Expression.Input;
        }
    }
}
