using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hoth.Aws.Tests.Compat;

/// <summary>moto_server on a loopback port, when it is on the machine.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private Process? _process;

    /// <summary>Null where there is no moto_server; the reason then is in <see cref="WhyNot"/>.</summary>
    public string? Url { get; private set; }

    public string WhyNot { get; private set; } = "moto_server is not on PATH";

    public async Task InitializeAsync()
    {
        var port = FreePort();
        try
        {
            _process = Process.Start(new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            return;
        }

        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilItAnswersAsync(_process, $"http://127.0.0.1:{port}");
    }

    public async Task DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
    }

    private async Task WaitUntilItAnswersAsync(Process process, string url)
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (Url is null)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"moto_server ended with {process.ExitCode}");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri($"{url}/moto-api/"), patience.Token);
                Url = url;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
