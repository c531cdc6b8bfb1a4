using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Paths;

/// <summary>
/// A path to a value: members, indexes, <c>[*]</c>, <c>.*</c> and slices. Filters, unions and <c>..</c> are refused at load. Paths that
/// begin with <c>$$</c> go into the context object.
/// https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
/// </summary>
internal sealed record JsonPath(string Text, bool InContext, IReadOnlyList<PathSegment> Segments)
{
    /// <summary>Whether the path leads to one value at most; otherwise it leads to an array of what it matches.</summary>
    public bool IsDefinite => Segments.All(segment => segment is PathSegment.Member or PathSegment.Index);

    /// <returns>Whether there is such a value; <paramref name="value"/> belongs to the input and is not to be changed.</returns>
    public bool TrySelect(Scope scope, out JsonNode? value)
    {
        value = InContext ? scope.Context : scope.Input;
        for (var i = 0; i < Segments.Count; i++)
        {
            if (Segments[i] is PathSegment.Every or PathSegment.Slice)
            {
                var found = new List<JsonNode?>();
                Collect(value, i, found);
                value = new JsonArray([.. found.Select(node => node?.DeepClone())]);
                return true;
            }

            if (!TryStep(value, Segments[i], out value))
            {
                return false;
            }
        }

        return true;
    }

    /// <exception cref="StateFailureException">States.Runtime: there is no such value.</exception>
    public JsonNode? Select(Scope scope) => TrySelect(scope, out var value)
        ? value
        : throw StateFailureException.Runtime($"The path '{Text}' leads to no value.");

    private static bool TryStep(JsonNode? value, PathSegment segment, out JsonNode? next)
    {
        next = null;
        switch (segment)
        {
            case PathSegment.Member member when value is JsonObject map:
                return map.TryGetPropertyValue(member.Name, out next);
            case PathSegment.Index(var index) when value is JsonArray array:
                var at = index < 0 ? array.Count + index : index;
                var exists = at >= 0 && at < array.Count;
                next = exists ? array[at] : null;
                return exists;
            default:
                return false;
        }
    }

    private void Collect(JsonNode? value, int from, List<JsonNode?> found)
    {
        if (from == Segments.Count)
        {
            found.Add(value);
            return;
        }

        foreach (var next in Matches(value, Segments[from]))
        {
            Collect(next, from + 1, found);
        }
    }

    private static IEnumerable<JsonNode?> Matches(JsonNode? value, PathSegment segment) => segment switch
    {
        PathSegment.Every when value is JsonArray array => array,
        PathSegment.Every when value is JsonObject map => map.Select(member => member.Value),
        PathSegment.Slice slice when value is JsonArray array => Range(array, slice),
        _ => TryStep(value, segment, out var next) ? [next] : [],
    };

    private static IEnumerable<JsonNode?> Range(JsonArray array, PathSegment.Slice slice)
    {
        var from = Position(slice.From ?? 0, array.Count);
        var to = Position(slice.To ?? array.Count, array.Count);
        return array.Skip(from).Take(Math.Max(0, to - from));
    }

    private static int Position(int index, int count) => Math.Clamp(index < 0 ? count + index : index, 0, count);
}
