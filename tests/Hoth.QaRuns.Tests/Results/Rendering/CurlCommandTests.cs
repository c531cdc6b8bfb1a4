using System.Diagnostics;
using System.Text;
using Hoth.Aws.Tests.Emulators;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Results.Rendering;

namespace Hoth.QaRuns.Tests.Results.Rendering;

public sealed class CurlCommandTests : IDisposable
{
    private const string Bash = "/bin/bash";
    private const string Token = "t'o$k \"e`n\\";

    private readonly string _directory = Directory.CreateTempSubdirectory("hoth-curl-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [SkippableFact]
    public async Task Whatever_a_request_holds_reaches_curl_unchanged()
    {
        var expected = new List<string[]>();
        var bodies = new List<string>();
        var script = new StringBuilder();
        foreach (var text in HostileTexts.All)
        {
            var exchange = HostileTexts.Facts(text).Records.First().Exchanges[0] with { Method = "POST" + text };
            script.Append(CurlCommand.For(exchange)).Append('\n');
            var hasNul = text.Contains('\0');
            var word = AsWord(text);
            expected.Add(
            [
                "--silent", "--show-error", "--include", "--globoff", "--path-as-is", "--request", "POST" + word, "--url", "https://api.example/" + word,
                "--header", "Authorization: Bearer " + Token, "--header", word.Length == 0 ? "X-A;" : "X-A: " + word, "--header", "Content-Type:",
                .. hasNul ? (string[])["--data-binary", "@-"] : ["--data-raw", word],
            ]);
            bodies.Add(hasNul ? Utf8(text) : "");
        }

        var calls = await RunAsync(script.ToString());

        calls.Count.ShouldBe(expected.Count);
        for (var i = 0; i < calls.Count; i++)
        {
            calls[i].Arguments.ShouldBe(expected[i], HostileTexts.All[i]);
            calls[i].Input.ShouldBe(bodies[i], HostileTexts.All[i]);
        }
    }

    [SkippableFact]
    public async Task Every_character_of_ascii_reaches_curl_unchanged()
    {
        var text = new string([.. Enumerable.Range(1, 127).Select(c => (char)c)]);
        var exchange = RunReports.Exchange("a") with { Url = "https://h/" + text, RequestBody = text + '\0' + text };

        var call = (await RunAsync(CurlCommand.For(exchange))).ShouldHaveSingleItem();

        call.Arguments.ShouldContain("https://h/" + text);
        call.Input.ShouldBe(text + '\0' + text);
    }

    [Fact]
    public void A_command_is_readable_and_shows_no_credential()
    {
        var exchange = RunReports.Exchange("a") with
        {
            Method = "POST",
            RequestHeaders = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer (credential)", ["Content-Length"] = "9", ["Host"] = "h", ["bad name"] = "x" },
            RequestBody = """{"name":"it's"}""",
        };

        CurlCommand.For(exchange).ShouldBe("""
            curl --silent --show-error --include --globoff --path-as-is \
              --request 'POST' \
              --url 'https://api.example/v1/things' \
              --header 'Authorization: Bearer '"$TOKEN" \
              --header 'Content-Type: application/json' \
              --data-raw '{"name":"it'\''s"}'
            """);
    }

    [Fact]
    public void A_head_request_does_not_wait_for_a_body() => CurlCommand.For(RunReports.Exchange("a") with { Method = "HEAD" }).ShouldContain("--head");

    private static string AsWord(string text) => Utf8(text.Replace('\0', '\uFFFD').Replace(Redaction.Credential, Token));

    /// <summary>Half characters become U+FFFD.</summary>
    private static string Utf8(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Runs a script with a curl that writes down how it is called.</summary>
    private async Task<List<(string[] Arguments, string Input)>> RunAsync(string script)
    {
        if (!File.Exists(Bash)) Missing.SkipOrFail($"{Bash} is not there.");
        var stub = Path.Combine(_directory, "curl");
        await File.WriteAllTextAsync(stub, $$"""
            #!/bin/bash
            n=$(ls '{{_directory}}' | wc -l)
            printf '%s\0' "$@" > '{{_directory}}/call-'$(printf '%05d' $n)
            for last in "$@"; do :; done
            if [ "$last" = @- ]; then cat > '{{_directory}}/input-'$(printf '%05d' $n); fi
            """.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stub, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(_directory, "script"), script + "\n");
        using var bash = Process.Start(new ProcessStartInfo(Bash, [Path.Combine(_directory, "script")])
        {
            WorkingDirectory = _directory,
            RedirectStandardError = true,
            Environment = { ["PATH"] = $"{_directory}:{Environment.GetEnvironmentVariable("PATH")}", ["TOKEN"] = Token },
        })!;
        var errors = await bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        errors.ShouldBeEmpty();
        bash.ExitCode.ShouldBe(0);
        return [.. Directory.EnumerateFiles(_directory, "call-*").Order(StringComparer.Ordinal).Select(call =>
        {
            var input = call.Replace("call-", "input-");
            return (File.ReadAllText(call).Split('\0')[..^1], File.Exists(input) ? File.ReadAllText(input) : "");
        })];
    }
}
