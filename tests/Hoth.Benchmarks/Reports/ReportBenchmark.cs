using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Hoth.Benchmarks.Host;
using Hoth.Benchmarks.Machine;
using Hoth.Benchmarks.Report;

namespace Hoth.Benchmarks.Reports;

/// <summary>
/// Seed 002's targets over HTTP on the single-machine host: POST generate within 100 ms and GET job within 50 ms at p95, with the token checked each time, while
/// whatever works on the jobs works on them.
/// </summary>
internal static class ReportBenchmark
{
    private const int Connections = 8;
    private const int WarmUp = 500;
    private const int Requests = 2_000;
    private const string Report = "/api/v1/reports/3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        // Not the temporary directory: that is in memory on many machines.
        var directory = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, ".hoth-bench", $"{Environment.ProcessId}-reports")).FullName;
        try
        {
            using var csp = ChildProcess.Start("Hoth.Benchmarks.dll", CspProcess.Argument);
            var (host, address) = await HostProcess.StartAsync(directory, await csp.ReadLineAsync(cancellationToken), quiet: true, cancellationToken);
            using (host)
            {
                var output = host.FindInOutputAsync("\"StorageClosed\"");
                await MeasureAsync(address, await TokenAsync(directory, cancellationToken), cancellationToken);
                await host.TerminateAsync();
                await output;
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(Uri address, string token, CancellationToken cancellationToken)
    {
        var configuration = $$"""{"name":"Bench","deliveryTarget":"API_RESPONSE","asynchronous":true,"format":"csv","source":{"kind":"costs","targetCspNames":["{{CspProcess.Name}}"],"portfolioIds":["portfolio-1"],"startDate":"2024-01","endDate":"2024-03"} }""";
        using (var connection = await ConnectAsync(address, cancellationToken))
        {
            await SendAsync(connection, Request(address, token, $"PUT {Report}", configuration), 201, cancellationToken);
        }

        await RunAsync(WarmUp);
        var (posts, gets) = await RunAsync(Requests);
        var table = new Table("request", "requests", "p50 ms", "p95 ms", "p99 ms", "max ms", "target p95");
        table.Add("POST generate", posts.Count, posts.P50, posts.P95, posts.P99, posts.Max, 100);
        table.Add("GET job", gets.Count, gets.P50, gets.P95, gets.P99, gets.Max, 50);
        table.Print($"Reports over HTTP, {Connections} at a time ({MachineFacts.DescribeLoad()})");

        async Task<(Samples Posts, Samples Gets)> RunAsync(int count)
        {
            var next = 0;
            var done = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
            {
                using var connection = await ConnectAsync(address, cancellationToken);
                var (posts, gets) = (new List<double>(), new List<double>());
                var post = Request(address, token, $"POST {Report}/generate", null);
                while (Interlocked.Increment(ref next) <= count)
                {
                    var started = Stopwatch.GetTimestamp();
                    var job = IdOf((await SendAsync(connection, post, 202, cancellationToken)).Span);
                    posts.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);

                    var get = Request(address, token, $"GET /api/v1/jobs/{job}", null);
                    started = Stopwatch.GetTimestamp();
                    await SendAsync(connection, get, 200, cancellationToken);
                    gets.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }

                return (posts, gets);
            }));
            return (new Samples(done.SelectMany(d => d.posts)), new Samples(done.SelectMany(d => d.gets)));
        }
    }

    private static async Task<string> TokenAsync(string directory, CancellationToken cancellationToken)
    {
        using var command = ChildProcess.Start(
            "Hoth.Local.dll", "token", "--sub", "bench", "--scope", "reports.read reports.write", "--lifetime", "1h", "--data", Path.Combine(directory, "data"));
        return await command.ReadLineAsync(cancellationToken);
    }

    private static async Task<HttpConnection> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new HttpConnection();
        await connection.ConnectAsync(new IPEndPoint(IPAddress.Parse(address.Host), address.Port), cancellationToken);
        return connection;
    }

    private static byte[] Request(Uri host, string token, string line, string? body) => Encoding.ASCII.GetBytes(
        $"{line} HTTP/1.1\r\nHost: {host.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {body?.Length ?? 0}\r\n\r\n{body}");

    private static async Task<ReadOnlyMemory<byte>> SendAsync(HttpConnection connection, byte[] request, int expected, CancellationToken cancellationToken)
    {
        var (status, body) = await connection.SendAsync(request, cancellationToken);
        return status == expected ? body : throw new InvalidOperationException($"{expected} was expected, {status} answered: {Encoding.UTF8.GetString(body.Span)}");
    }

    private static string IdOf(ReadOnlySpan<byte> job)
    {
        var reader = new Utf8JsonReader(job);
        return JsonDocument.ParseValue(ref reader).RootElement.GetProperty("jobId").GetString()!;
    }
}
