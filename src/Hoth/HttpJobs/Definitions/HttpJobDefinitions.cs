using System.Collections.Frozen;

namespace Hoth.HttpJobs.Definitions;

/// <summary>The definitions that slices refer to by name: one folder of <c>*.json</c>, each file named as its definition. Immutable.</summary>
public sealed class HttpJobDefinitions
{
    private readonly FrozenDictionary<string, HttpJobDefinition> _byName;

    /// <summary>A catalogue of exactly these.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public HttpJobDefinitions(IEnumerable<HttpJobDefinition> definitions)
    {
        _byName = definitions.ToDictionary(d => d.Name, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
        All = [.. _byName.Values.OrderBy(d => d.Name, StringComparer.Ordinal)];
    }

    /// <summary>No definition at all.</summary>
    public static HttpJobDefinitions Empty { get; } = new([]);

    /// <summary>All of them, sorted by name.</summary>
    public IReadOnlyList<HttpJobDefinition> All { get; }

    /// <summary>The definition of that name (case matters), or null.</summary>
    public HttpJobDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads every <c>*.json</c> of a folder.</summary>
    /// <exception cref="HttpJobDefinitionException">The folder or a file cannot be read, or rules are broken: all those of all files, each with file and JSON path.</exception>
    public static HttpJobDefinitions Load(string directory)
    {
        var definitions = new List<HttpJobDefinition>();
        var violations = new List<string>();
        foreach (var path in FilesOf(directory))
        {
            var file = Path.GetFileName(path);
            try
            {
                var definition = HttpJobDefinition.Load(path);
                if (definition.Name == Path.GetFileNameWithoutExtension(path)) definitions.Add(definition);
                else violations.Add($"{file}: $.name must be the file's own, without .json");
            }
            catch (HttpJobDefinitionException e)
            {
                violations.AddRange(e.Violations.Select(violation => $"{file}: {violation}"));
            }
        }

        return violations.Count > 0 ? throw new HttpJobDefinitionException(violations) : new HttpJobDefinitions(definitions);
    }

    private static IEnumerable<string> FilesOf(string directory)
    {
        try
        {
            return Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HttpJobDefinitionException([$"{directory} cannot be read: {e.Message}"], e);
        }
    }
}
