namespace Hoth.Local.FrontDoor;

/// <summary>
/// Finds what answers a request as API Gateway does: first the resource by its path, a literal segment before a parameter, then the
/// method among those of that resource only.
/// </summary>
internal sealed class RouteTable<T>
{
    private readonly List<Resource> _resources = [];

    /// <summary>Adds a route. Templates are those of <see cref="Functions.Catalog.FunctionRoute"/>.</summary>
    public void Add(string method, string template, T target)
    {
        var resource = _resources.Find(r => r.Template == template);
        if (resource is null)
        {
            _resources.Add(resource = new Resource(template, template[1..].Split('/')));
            _resources.Sort(static (a, b) => string.CompareOrdinal(a.Rank, b.Rank));
        }

        resource.Methods.Add(method, target);
    }

    /// <summary>Finds the route of a request.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="path">As the client sent it, percent-encoding untouched.</param>
    public RouteMatch<T> Find(string method, string path)
    {
        if (!path.StartsWith('/')) return default;
        var segments = path[1..].Split('/');
        foreach (var resource in _resources)
        {
            if (!resource.Matches(segments)) continue;
            return resource.Methods.TryGetValue(method, out var target)
                ? new(target, resource.Template, resource.ParametersOf(segments), null)
                : new(default, resource.Template, null, string.Join(", ", resource.Methods.Keys.Order(StringComparer.Ordinal)));
        }

        return default;
    }

    private sealed record Resource(string Template, string[] Segments)
    {
        public Dictionary<string, T> Methods { get; } = new(StringComparer.Ordinal);

        /// <summary>Sorts literals before parameters, from left to right.</summary>
        public string Rank { get; } = string.Concat(Segments.Select(s => IsParameter(s) ? '1' : '0'));

        public bool Matches(string[] path)
        {
            if (path.Length != Segments.Length) return false;
            for (var i = 0; i < path.Length; i++)
            {
                if (IsParameter(Segments[i]) ? path[i].Length == 0 : path[i] != Segments[i]) return false;
            }

            return true;
        }

        public Dictionary<string, string>? ParametersOf(string[] path)
        {
            Dictionary<string, string>? parameters = null;
            for (var i = 0; i < path.Length; i++)
            {
                if (IsParameter(Segments[i])) (parameters ??= [])[Segments[i][1..^1]] = path[i];
            }

            return parameters;
        }

        private static bool IsParameter(string segment) => segment is ['{', .., '}'];
    }
}

/// <summary>What <see cref="RouteTable{T}"/> found.</summary>
/// <param name="Target">What answers; null when there is no such resource or method.</param>
/// <param name="Template">The resource; null when there is none.</param>
/// <param name="Parameters">Path parameters as the client encoded them; null when the template has none.</param>
/// <param name="Allow">The methods that the resource has, when it does not have this one.</param>
internal readonly record struct RouteMatch<T>(T? Target, string? Template, Dictionary<string, string>? Parameters, string? Allow);
