using System.Text.Json;

namespace Hoth.MockCsp.Behaviours;

/// <summary>Reads a file of behaviours: <c>{ "csp-name": { "latency": "00:00:02", "faults": [ … ] } }</c>.</summary>
public static class CspScript
{
    /// <exception cref="JsonException">The file is not a script.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, CspBehaviour> Read(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize(file, ScriptJson.Default.DictionaryStringCspBehaviour) ?? [];
    }
}
