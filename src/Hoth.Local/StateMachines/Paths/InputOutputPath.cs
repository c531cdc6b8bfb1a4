using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Paths;

/// <summary>The value of an InputPath or OutputPath.</summary>
/// <param name="Path">Null for the JSON null, which stands for an empty object.</param>
internal sealed record InputOutputPath(JsonPath? Path)
{
    public static InputOutputPath Whole { get; } = new(PathParser.Parse("$"));

    public static InputOutputPath Nothing { get; } = new((JsonPath?)null);

    public JsonNode? Apply(Scope scope) => Path is null ? new JsonObject() : Path.Select(scope);
}
