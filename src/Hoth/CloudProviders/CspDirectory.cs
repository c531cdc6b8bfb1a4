using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hoth.Json;
using Hoth.Problems;

namespace Hoth.CloudProviders;

/// <summary>The CSPs that Hoth knows, from the deployed file <c>csps.json</c>: one JSON object, CSP name → settings. Immutable.</summary>
public sealed class CspDirectory
{
    private readonly Dictionary<string, CspSettings> _byName;

    /// <summary>A directory of exactly these.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public CspDirectory(IEnumerable<CspSettings> csps)
    {
        _byName = csps.ToDictionary(c => c.Name, StringComparer.Ordinal);
        Names = [.. _byName.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>All names, sorted.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The CSP of that name (case matters), or null.</summary>
    public CspSettings? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>For front doors: refuses a request whose <c>targetCspName</c> is not here.</summary>
    /// <exception cref="ProblemException">400 UNKNOWN_CSP.</exception>
    public void ThrowIfUnknown(string targetCspName)
    {
        if (Find(targetCspName) is not null) return;
        var violations = new Violations();
        violations.Add("$.targetCspName", "must name a CSP of the directory");
        throw (violations.ToProblem() with { Code = ProblemCodes.UnknownCsp, Title = "No such CSP" }).ToException();
    }

    /// <summary>Reads the directory from JSON text.</summary>
    /// <exception cref="CspDirectoryException">It is no strict JSON, or breaks rules; all of them are named at once.</exception>
    public static CspDirectory Parse([StringSyntax(StringSyntaxAttribute.Json)] string json) => Parse(Encoding.UTF8.GetBytes(json));

    private static CspDirectory Parse(ReadOnlyMemory<byte> json)
    {
        using var document = StrictJson.TryParse(json, out var mistake) ?? throw new CspDirectoryException([$"$ {mistake}"]);
        return new CspDirectory(CspDirectoryReader.Read(document.RootElement));
    }

    /// <summary>Reads the directory from a file.</summary>
    /// <exception cref="CspDirectoryException">It cannot be read, is no strict JSON, or breaks rules.</exception>
    public static CspDirectory Load(string path)
    {
        try
        {
            // Bytes, because they are what is parsed; editors may begin them with a byte order mark.
            ReadOnlyMemory<byte> json = File.ReadAllBytes(path);
            return Parse(json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CspDirectoryException([$"$ cannot be read: {e.Message}"], e);
        }
    }
}
