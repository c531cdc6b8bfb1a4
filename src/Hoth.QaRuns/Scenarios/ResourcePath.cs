using System.Text.RegularExpressions;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Scenarios;

/// <summary>
/// A path of an API as a place of resources: <c>/portfolios/{portfolioId}/task-orders</c> is a collection, with one more parameter it is an item. Paths that differ
/// in the names of parameters only are the same place; its text, with empty braces, names the variable that holds the id of an item.
/// </summary>
internal static partial class ResourcePath
{
    /// <summary>The path with the names of its parameters left out: <c>/portfolios/{}/task-orders</c>.</summary>
    public static string Place(string path) => "/" + string.Join('/', Segments(path).Select(s => IsParameter(s) ? "{}" : s));

    /// <summary>The parameters of a path, in order, each with the place of the item that it names.</summary>
    public static IEnumerable<PathParameter> ParametersOf(ApiOperation operation)
    {
        var segments = Segments(operation.Path);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < segments.Length; i++)
        {
            var names = Placeholder().Matches(segments[i]).Select(m => m.Groups[1].Value).ToList();
            // {id}.csv and {id}:cancel are about an item as {id} is; v{version} and {from}-{until} are of no collection. No path has a #.
            var isItem = names.Count == 1 && segments[i][0] == '{';
            var above = Place(string.Join('/', segments[..i]));
            foreach (var name in names.Where(seen.Add))
            {
                var collection = isItem ? above : $"{above}/{segments[i]}#{name}";
                yield return new PathParameter(
                    operation.Parameters.First(p => p.In == "path" && p.Name == name), collection, collection + "/{}", isItem && i > 0 ? segments[i - 1] : "",
                    IsLast: i == segments.Length - 1 && IsParameter(segments[i]));
            }
        }
    }

    /// <summary>A path with values for its parameters; empty: the root.</summary>
    /// <param name="path">The path, with parameters in braces.</param>
    /// <param name="valueOf">Gives a value, which is then percent-encoded.</param>
    public static string Fill(string path, Func<string, string> valueOf) =>
        string.Concat(Segments(path).Select(s => "/" + Placeholder().Replace(s, m => Uri.EscapeDataString(valueOf(m.Groups[1].Value)))));

    /// <summary>The item that a place belongs to; null: none.</summary>
    public static string? ParentOf(string place)
    {
        var end = place.LastIndexOf("/{}/", StringComparison.Ordinal);
        return end < 0 ? null : place[..(end + 3)];
    }

    /// <summary>The collection that an item is in.</summary>
    public static string CollectionOf(string item) => item[..^"/{}".Length];

    /// <summary>Whether a place is a collection right below an item.</summary>
    public static bool IsCollection(string item, string place) => place.LastIndexOf('/') == item.Length && !place.EndsWith("{}", StringComparison.Ordinal);

    /// <summary>The last segment of a place that is no parameter: what its items are called.</summary>
    public static string NameOf(string collection) => collection[(collection.LastIndexOf('/') + 1)..];

    /// <summary>The values of a path's parameters, by name, where an address fits it; null: it does not.</summary>
    /// <param name="path">The path, with parameters in braces.</param>
    /// <param name="address">A path without parameters, percent-encoded.</param>
    public static IReadOnlyDictionary<string, string>? Match(string path, string address)
    {
        var (wanted, given) = (Segments(path), Segments(address));
        if (wanted.Length != given.Length) return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (IsParameter(wanted[i])) values[wanted[i][1..^1]] = Uri.UnescapeDataString(given[i]);
            else if (!wanted[i].Equals(given[i], StringComparison.Ordinal)) return null;
        }

        return values;
    }

    private static string[] Segments(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsParameter(string segment) => segment is ['{', .., '}'] && segment.IndexOf('}', StringComparison.Ordinal) == segment.Length - 1;

    [GeneratedRegex("{([^{}]*)}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}

/// <summary>A parameter of a path.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Collection">The place that its item is in.</param>
/// <param name="Item">The place of its item.</param>
/// <param name="Segment">The segment before it: what its items are called; empty: nothing tells.</param>
/// <param name="IsLast">Whether the path ends with it.</param>
internal sealed record PathParameter(ApiParameter Parameter, string Collection, string Item, string Segment, bool IsLast)
{
    public string Name => Parameter.Name;
}
