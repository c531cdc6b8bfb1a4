using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Paths;

/// <summary>A path to one place, where a result can be put. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html</summary>
internal sealed class ReferencePath
{
    private readonly JsonPath _path;

    private ReferencePath(JsonPath path) => _path = path;

    public static ReferencePath Root { get; } = Parse("$");

    /// <exception cref="FormatException">It is no reference path.</exception>
    public static ReferencePath Parse(string text)
    {
        var path = PathParser.Parse(text);
        return path.IsDefinite && !path.InContext && path.Segments.All(segment => segment is not PathSegment.Index { Value: < 0 })
            ? new ReferencePath(path)
            : throw new FormatException($"'{text}' is no reference path: it must lead to one place of the input");
    }

    /// <summary>A copy of the input with the value at this place; members on the way are made.</summary>
    /// <exception cref="StateFailureException">States.ResultPathMatchFailure: the input has something else on the way.</exception>
    public JsonNode? Put(JsonNode? input, JsonNode? value)
    {
        if (_path.Segments.Count == 0)
        {
            return value;
        }

        var root = input?.DeepClone();
        var place = root;
        for (var i = 0; i < _path.Segments.Count - 1; i++)
        {
            place = Enter(place, _path.Segments[i], _path.Segments[i + 1]);
        }

        Set(place, _path.Segments[^1], value?.DeepClone());
        return root;
    }

    private JsonNode? Enter(JsonNode? place, PathSegment segment, PathSegment following)
    {
        switch (segment)
        {
            case PathSegment.Member(var name) when place is JsonObject map:
                if (!map.ContainsKey(name) && following is PathSegment.Member)
                {
                    map[name] = new JsonObject();
                }

                return map[name];
            case PathSegment.Index(var index) when place is JsonArray array && index < array.Count:
                return array[index];
            default:
                throw Mismatch();
        }
    }

    private void Set(JsonNode? place, PathSegment segment, JsonNode? value)
    {
        switch (segment)
        {
            case PathSegment.Member(var name) when place is JsonObject map:
                map[name] = value;
                break;
            case PathSegment.Index(var index) when place is JsonArray array && index < array.Count:
                array[index] = value;
                break;
            default:
                throw Mismatch();
        }
    }

    private StateFailureException Mismatch() =>
        new(ErrorNames.ResultPathMatchFailure, $"The ResultPath '{_path.Text}' does not fit the state's input.");
}
