using System.Text.Json;

namespace Hoth.Benchmarks.Host;

/// <summary>The single-machine host as an operator starts it, with one CSP of the benchmark's.</summary>
internal static class HostProcess
{
    /// <summary>Above what the front door and the pumps can have under way: the host's own limit must not be what is measured.</summary>
    private const int Concurrency = 200;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="directory">For its data and its configuration.</param>
    /// <param name="csp">The CSP's address.</param>
    /// <param name="quiet">Warnings and errors only; else one JSON line per job step, which the caller must read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(ChildProcess Process, Uri Address)> StartAsync(string directory, string csp, bool quiet, CancellationToken cancellationToken)
    {
        var (csps, secrets) = (Path.Combine(directory, "csps.json"), Path.Combine(directory, "secrets.json"));
        await File.WriteAllTextAsync(csps, $$"""
            {
              "{{CspProcess.Name}}": {
                "uri": "{{csp}}/", "secret": "bench", "limits": { "concurrency": {{Concurrency}} },
                "token": { "endpoint": "{{csp}}/oauth2/token", "scopes": ["atat/read-cost"] }
              }
            }
            """, cancellationToken);
        await File.WriteAllTextAsync(secrets, """{ "bench": { "clientId": "hoth", "clientSecret": "mock-secret" } }""", cancellationToken);
        string[] args = ["--no-mock", "--csps", csps, "--secrets", secrets, "--urls", "http://127.0.0.1:0", "--data", Path.Combine(directory, "data"), "--json"];
        var process = ChildProcess.Start("Hoth.Local.dll", quiet ? [.. args, "--quiet"] : args);
        try
        {
            while (true)
            {
                using var line = JsonDocument.Parse(await process.ReadLineAsync(cancellationToken));
                if (line.RootElement.TryGetProperty("event", out var name) && name.ValueEquals("Ready")) return (process, new Uri(line.RootElement.GetProperty("url").GetString()!));
            }
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }
}
