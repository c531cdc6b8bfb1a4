using System.Text;
using Hoth.Local.Tests.Processes;
using Hoth.MockCsp;
using Hoth.QaRuns.Results;

namespace Hoth.Local.Tests.Qa;

public sealed class QaProcessTests : IAsyncLifetime
{
    private const string Secret = "mock-secret";

    private MockCspServer _mock = null!;

    public async Task InitializeAsync() => _mock = await MockCspServer.StartAsync(new MockCspOptions(), TimeProvider.System);

    public async Task DisposeAsync() => await _mock.DisposeAsync();

    [Fact]
    public async Task The_mock_csp_passes_and_the_report_is_all_that_is_on_standard_output()
    {
        var (code, output, errors) = await HothProcess.RunAsync([.. ArgumentsFor("csp-a"), "--allow-writes", "--max-scenarios", "1000", "--json"]);

        errors.ShouldContain(line => line.StartsWith("PASS after ", StringComparison.Ordinal));
        code.ShouldBe(0);
        var report = await RunReportJson.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(output)), default);
        report.Verdict.ShouldBe(Verdict.Pass);
        report.Operations.ShouldAllBe(o => o.Reached);
        output.ShouldNotContain(Secret);
        output.ShouldContain("Bearer (credential)");
    }

    [Fact]
    public async Task A_csp_that_breaks_its_answers_fails()
    {
        var (code, output, errors) = await HothProcess.RunAsync([.. ArgumentsFor("csp-broken"), "--max-scenarios", "5"]);

        errors.ShouldBeEmpty();
        code.ShouldBe(1);
        output.ShouldMatch(@"(?m)^1\. content-type ");
        output.ShouldContain("curl --silent ");
        output.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Stopped_it_says_what_was_done()
    {
        using var process = HothProcess.Start([.. ArgumentsFor("csp-slow")]);
        (await process.ReadLineAsync()).ShouldStartWith("Mock CSP ");

        process.Terminate();

        var line = "";
        while (!line.StartsWith("INCONCLUSIVE after ", StringComparison.Ordinal)) line = await process.ReadLineAsync();
        (await process.ReadLineAsync()).ShouldBe("  The run was stopped before its end.");
        (await process.EndAsync()).ExitCode.ShouldBe(130);
    }

    [Fact]
    public async Task Wrong_options_end_with_2_and_a_line_each()
    {
        var (code, output, errors) = await HothProcess.RunAsync("qa", "--seed", "x");

        (code, output).ShouldBe((2, ""));
        errors.Count.ShouldBe(3);
        errors.ShouldAllBe(line => line.StartsWith("hoth: ", StringComparison.Ordinal));
    }

    private string[] ArgumentsFor(string csp)
    {
        var address = $"{_mock.BaseAddress}{csp}";
        return ["qa", $"{address}/openapi.json", "--base-url", address, "--client-id", "hoth", "--client-secret", Secret, "--token-url", $"{address}/oauth2/token"];
    }
}
