using System.Text.Json;
using Hoth.Ports;

namespace Hoth.Local.Hosting;

/// <summary>Secrets from the environment first, then from a file, then built-in ones. None is ever logged.</summary>
internal sealed class LocalSecrets(IReadOnlyDictionary<string, string> known, Func<string, string?> environment) : ISecrets
{
    /// <summary>Reads a file <c>{ "name": { "clientId": …, "clientSecret": … }, "other": "text" }</c>.</summary>
    /// <exception cref="StartException">It cannot be read or is something else; the message repeats nothing of it.</exception>
    public static Dictionary<string, string> ReadFile(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.EnumerateObject().ToDictionary(
                member => member.Name,
                member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText(),
                StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The secrets file {path} cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new StartException($"The secrets file {path} must be one JSON object: secret name → its JSON object or text.", e);
        }
    }

    /// <summary><c>hoth/csp/a</c> → <c>HOTH_SECRET_HOTH_CSP_A</c>.</summary>
    public static string VariableOf(string name) =>
        "HOTH_SECRET_" + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    public Task<string?> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(environment(VariableOf(name)) ?? known.GetValueOrDefault(name));
}
