using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Paths;

/// <summary>
/// An intrinsic function. What goes wrong in one is States.Runtime.
/// https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
/// </summary>
/// <param name="Name">With <c>States.</c></param>
/// <param name="MinimumArguments">How many it needs.</param>
/// <param name="MaximumArguments">How many it takes.</param>
/// <param name="Body">Gets as many as it takes.</param>
internal sealed record IntrinsicFunction(string Name, int MinimumArguments, int MaximumArguments, Func<JsonNode?[], Scope, JsonNode?> Body)
{
    /// <summary>Those that are supported.</summary>
    public static IReadOnlyDictionary<string, IntrinsicFunction> All { get; } = new IntrinsicFunction[]
    {
        new("States.Format", 1, int.MaxValue, (arguments, _) => Format(arguments)),
        new("States.StringToJson", 1, 1, (arguments, _) => StringToJson(arguments[0])),
        new("States.JsonToString", 1, 1, (arguments, _) => JsonValue.Create(JsonValues.Write(arguments[0]))),
        new("States.Array", 0, int.MaxValue, (arguments, _) => new JsonArray([.. arguments.Select(argument => argument?.DeepClone())])),
        new("States.ArrayLength", 1, 1, (arguments, _) => arguments[0] is JsonArray array
            ? JsonValue.Create(array.Count)
            : throw Wrong("States.ArrayLength", "an array")),
        new("States.MathAdd", 2, 2, (arguments, _) => JsonValue.Create(Integer(arguments[0]) + Integer(arguments[1]))),
        new("States.JsonMerge", 3, 3, (arguments, _) => JsonMerge(arguments)),
        new("States.UUID", 0, 0, (_, scope) => JsonValue.Create(scope.NewUuid())),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    public JsonNode? Invoke(JsonNode?[] arguments, Scope scope) => Body(arguments, scope);

    /// <summary>Replaces each <c>{}</c> by the next argument; <c>\{</c> and <c>\}</c> are braces.</summary>
    private static JsonValue Format(JsonNode?[] arguments)
    {
        var template = Text(arguments[0]) ?? throw Wrong("States.Format", "a text first");
        var result = new StringBuilder();
        var next = 1;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '\\' && i + 1 < template.Length && template[i + 1] is '{' or '}')
            {
                result.Append(template[++i]);
            }
            else if (template[i] == '{' && i + 1 < template.Length && template[i + 1] == '}')
            {
                i++;
                result.Append(next < arguments.Length ? Insert(arguments[next++]) : throw Wrong("States.Format", "one argument for each {}"));
            }
            else
            {
                result.Append(template[i]);
            }
        }

        return next == arguments.Length ? JsonValue.Create(result.ToString()) : throw Wrong("States.Format", "one {} for each argument");
    }

    private static string Insert(JsonNode? argument) => argument is JsonObject or JsonArray
        ? throw Wrong("States.Format", "texts, numbers, booleans and nulls")
        : Text(argument) ?? JsonValues.Write(argument);

    private static JsonNode? StringToJson(JsonNode? argument)
    {
        try
        {
            return JsonValues.Parse(Text(argument) ?? throw Wrong("States.StringToJson", "a text"));
        }
        catch (JsonException)
        {
            throw Wrong("States.StringToJson", "a text that is JSON");
        }
    }

    /// <summary>The members of both, the second's where both have one; deep merging is not offered by AWS either.</summary>
    private static JsonObject JsonMerge(JsonNode?[] arguments)
    {
        if (arguments is not [JsonObject first, JsonObject second, var deep] || deep?.GetValueKind() != JsonValueKind.False)
        {
            throw Wrong("States.JsonMerge", "two objects and false");
        }

        var result = first.DeepClone().AsObject();
        foreach (var (name, value) in second)
        {
            result[name] = value?.DeepClone();
        }

        return result;
    }

    /// <summary>States.MathAdd takes integers of 32 bits and rounds other numbers.</summary>
    private static long Integer(JsonNode? argument)
    {
        if (argument?.GetValueKind() == JsonValueKind.Number
            && double.TryParse(JsonValues.Write(argument), CultureInfo.InvariantCulture, out var number)
            && Math.Round(number, MidpointRounding.AwayFromZero) is >= int.MinValue and <= int.MaxValue and var rounded)
        {
            return (long)rounded;
        }

        throw Wrong("States.MathAdd", "two numbers of 32 bits");
    }

    private static string? Text(JsonNode? argument) => argument?.GetValueKind() == JsonValueKind.String ? argument.GetValue<string>() : null;

    private static StateFailureException Wrong(string function, string expected) => StateFailureException.Runtime($"{function} takes {expected}.");
}
