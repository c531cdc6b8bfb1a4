using System.Net;
using System.Net.Http.Headers;
using Hoth.Local.CommandLine;
using Hoth.Local.Tests.Host;
using Hoth.Local.Tests.Processes;
using Hoth.Local.Tests.Storage;

namespace Hoth.Local.Tests.Tokens;

/// <summary><c>-- token</c>, and what the command line says about tokens.</summary>
public sealed class TokenProgramTests
{
    [Fact]
    public async Task Token_is_printed_before_the_host_runs_and_while_it_runs()
    {
        using var data = new TemporaryDirectory();
        var before = await PrintAsync(data.Path);
        await using var host = await TestHost.StartAsync(catalog: GuardedFunctions.Catalog(), dataDirectory: data.Path);
        var meanwhile = await PrintAsync(data.Path);

        foreach (var token in new[] { before, meanwhile })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/guarded/1");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            (await host.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Token_is_not_printed_when_another_issuer_is_configured()
    {
        var (code, output, errors) = await HothProcess.RunAsync("token", "--sub", "alice", "--issuer", "https://issuer.example");

        (code, output).ShouldBe((2, ""));
        errors.ShouldHaveSingleItem().ShouldContain("another issuer is configured");
    }

    [Fact]
    public void Token_has_an_hour_and_no_scope_unless_it_is_said() =>
        LocalCommandLine.Parse(["token", "--sub", "alice"]).Options.Token.ShouldBe(new TokenRequest("alice", "", TimeSpan.FromHours(1)));

    [Theory]
    [InlineData("45s", 45)]
    [InlineData("90m", 5400)]
    [InlineData("2h", 7200)]
    [InlineData("30d", 2592000)]
    public void Lifetime_is_a_number_with_a_unit(string text, int seconds) =>
        LocalCommandLine.Parse(["token", "--sub=alice", "--lifetime", text]).Options.Token!.Lifetime.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("token needs --sub", "token")]
    [InlineData("--sub must", "token", "--sub", "a\"b")]
    [InlineData("--scope must", "token", "--sub", "a", "--scope", "ä")]
    [InlineData("--lifetime must", "token", "--sub", "a", "--lifetime", "31d")]
    [InlineData("--lifetime must", "token", "--sub", "a", "--lifetime", "0s")]
    [InlineData("--lifetime must", "token", "--sub", "a", "--lifetime", "60")]
    [InlineData("--sub, --scope and --lifetime are", "--sub", "a")]
    [InlineData("demo and token", "demo", "token", "--sub", "a")]
    [InlineData("--issuer, --audience and --jwks", "--issuer", "a")]
    [InlineData("--issuer, --audience and --jwks", "--token-type", "JWT")]
    [InlineData("--jwks must", "--issuer", "a", "--audience", "b", "--jwks", "http://issuer.example/keys")]
    [InlineData("demo plays", "demo", "--issuer", "a", "--audience", "b", "--jwks", "https://issuer.example/keys")]
    public void Mistakes_are_named(string mistake, params string[] args) =>
        LocalCommandLine.Parse(args).Violations.ShouldContain(v => v.StartsWith(mistake, StringComparison.Ordinal));

    [Fact]
    public void Issuer_is_read()
    {
        var line = LocalCommandLine.Parse(["--issuer", "https://issuer.example", "--audience", "hoth", "--jwks", "https://issuer.example/keys", "--token-type", "JWT"]);

        line.Violations.ShouldBeEmpty();
        line.Options.Tokens.ShouldBe(new() { Issuer = "https://issuer.example", Audience = "hoth", Keys = new Uri("https://issuer.example/keys"), TakesAnyType = true });
    }

    private static async Task<string> PrintAsync(string dataDirectory)
    {
        var (code, output, errors) = await HothProcess.RunAsync("token", "--sub", "alice", "--scope", "reports.read", "--data", dataDirectory);
        errors.ShouldBeEmpty();
        code.ShouldBe(0);
        output.Trim().Split('.').Length.ShouldBe(3);
        output.ShouldBe(output.Trim() + Environment.NewLine);
        return output.Trim();
    }
}
