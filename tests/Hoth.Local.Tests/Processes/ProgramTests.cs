using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Hoth.Local.Storage;
using Hoth.Local.Tests.Host;
using Hoth.Local.Tests.Storage;

namespace Hoth.Local.Tests.Processes;

public sealed class ProgramTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Demo_ends_with_0_and_says_that_all_is_as_expected()
    {
        var (code, output, errors) = await HothProcess.RunAsync("demo", "--quiet");
        errors.ShouldBeEmpty();
        output.ShouldMatch(@"(?m)^(\d+) of \1 as expected");
        output.ShouldMatch(@"(?m)^provisioning/12-deadline .* FAILED 504 +2 h 0 min ");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task Wrong_options_end_with_2_and_a_line_each()
    {
        var (code, output, errors) = await HothProcess.RunAsync("--nonsense", "--urls", "x", "--sweep-interval", "never");
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.Count.ShouldBe(3);
        errors.ShouldAllBe(line => line.StartsWith("hoth: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Port_in_use_ends_with_2_and_one_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (code, _, errors) = await HothProcess.RunAsync("--urls", $"http://{listener.LocalEndpoint}", "--data", _data.Path);
        code.ShouldBe(2);
        errors.ShouldHaveSingleItem().ShouldContain("the port is in use");
    }

    [Fact]
    public async Task Data_directory_in_use_ends_with_2_and_one_line()
    {
        using var database = SqliteDatabase.Open(new SqliteDatabaseOptions { DataDirectory = _data.Path }, TimeProvider.System);
        var (code, _, errors) = await HothProcess.RunAsync("--urls", AnyPort, "--data", _data.Path);
        code.ShouldBe(2);
        errors.ShouldHaveSingleItem().ShouldContain(_data.Path);
    }

    [Theory]
    [InlineData("hoth.db")]
    [InlineData("hoth.lock")]
    [InlineData("artifact-links.key")]
    public async Task Data_directory_with_a_file_that_cannot_be_opened_ends_with_2_and_one_line(string name)
    {
        Directory.CreateDirectory(Path.Combine(_data.Path, name));
        var (code, _, errors) = await HothProcess.RunAsync("--urls", AnyPort, "--data", _data.Path);
        code.ShouldBe(2);
        errors.ShouldHaveSingleItem().ShouldStartWith($"hoth: The data directory {_data.Path} cannot be used: ");
    }

    [Fact]
    public async Task Bad_directory_file_ends_with_2_and_a_line_for_each_violation()
    {
        var file = Path.Combine(_data.Path, "csps.json");
        await File.WriteAllTextAsync(file, """{ "csp-x": { "uri": "ftp://x", "secret": "", "token": { "endpoint": "https://x.example" } } }""");
        var (code, _, errors) = await HothProcess.RunAsync("--urls", AnyPort, "--data", _data.Path, "--csps", file);
        code.ShouldBe(2);
        errors.Select(line => line.Split(": ")[2].Split(' ')[0]).ShouldBe(["$.csp-x.secret", "$.csp-x.uri"], ignoreOrder: true);
    }

    [Fact]
    public async Task Directory_that_names_a_definition_that_is_not_there_ends_with_2_and_says_which()
    {
        var file = Path.Combine(_data.Path, "csps.json");
        await File.WriteAllTextAsync(file, """{ "csp-x": { "uri": "https://x.example", "secret": "s", "token": { "endpoint": "https://x.example" }, "costs": { "mode": "async", "job": "nowhere" } } }""");
        var (code, _, errors) = await HothProcess.RunAsync("--urls", AnyPort, "--data", _data.Path, "--csps", file);
        code.ShouldBe(2);
        errors.ShouldHaveSingleItem().ShouldBe($"hoth: The CSP directory {file}: $.csp-x.costs.job names nowhere, and there is no nowhere.json among the definitions of HTTP jobs");
    }

    [SkippableFact]
    public async Task Killed_at_a_fault_point_the_job_is_finished_after_the_next_start()
    {
        Skip.If(OperatingSystem.IsWindows(), "SIGKILL's exit code is a Unix one.");
        using (var process = HothProcess.Start("--urls", AnyPort, "--data", _data.Path, "--json", "--fault-point", "job.created"))
        {
            using var http = new HttpClient { BaseAddress = await ReadyAsync(process) };
            using var content = new StringContent(TestHost.CostRequest("owed"), System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));
            await Should.ThrowAsync<HttpRequestException>(http.PostAsync(new Uri("/cost-jobs", UriKind.Relative), content));
            (await process.EndAsync()).ExitCode.ShouldBe(128 + 9);
        }

        // Nothing was on a queue: only the sweeper at the start knows of the job.
        await using var host = await TestHost.StartAsync(dataDirectory: _data.Path);
        var result = (await host.DrainAsync(1)).ShouldHaveSingleItem();
        (result.GetProperty("jobId").GetString(), result.GetProperty("outcome").GetString()).ShouldBe(("owed", "SUCCEEDED"));
    }

    [SkippableFact]
    public async Task Terminated_host_drains_and_ends_with_0()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        using var process = HothProcess.Start("--urls", AnyPort, "--data", _data.Path, "--json");
        await ReadyAsync(process);
        process.Terminate();
        var (code, errors) = await process.EndAsync();
        errors.ShouldBeEmpty();
        code.ShouldBe(0);
    }

    private static async Task<Uri> ReadyAsync(HothProcess process)
    {
        while (true)
        {
            var entry = JsonSerializer.Deserialize<JsonElement>(await process.ReadLineAsync());
            if (entry.GetProperty("event").GetString() == "Ready") return new Uri(entry.GetProperty("url").GetString()!);
        }
    }
}
