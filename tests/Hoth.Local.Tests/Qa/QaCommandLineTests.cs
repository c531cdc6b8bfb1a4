using Hoth.Local.Qa;
using Hoth.QaRuns;

namespace Hoth.Local.Tests.Qa;

public sealed class QaCommandLineTests
{
    private static readonly string[] Least = ["spec.yaml", "--base-url", "http://127.0.0.1:9/v1"];

    [Fact]
    public void A_specification_and_an_address_are_enough()
    {
        var line = Parse(Least);

        line.Violations.ShouldBeEmpty();
        line.Options.Spec.ShouldBe("spec.yaml");
        line.Options.BaseUrl.ShouldBe(new Uri("http://127.0.0.1:9/v1"));
        line.Options.Run.ShouldBe(new RunOptions());
        line.Options.Credentials.Token.ShouldBeNull();
    }

    [Fact]
    public void Every_option_is_read()
    {
        var line = Parse(
            "--allow-writes", "--seed=7", "--concurrency", "2", "--rate", "50", "--timeout", "5", "--poll", "0.2", "--job-timeout", "30", "--max-scenarios", "10",
            "--parameter", "id=a=b", "--parameter=empty=", "--baseline", "b.json", "--html", "r.html", "--junit", "r.xml", "--json", "--notes",
            "https://specs.example/openapi.json?x=1", "--base-url=https://api.example", "--token-url", "https://login.example/token", "--client-id", "me", "--client-secret", "s", "--scope", "a b");

        line.Violations.ShouldBeEmpty();
        line.Options.Spec.ShouldBe("https://specs.example/openapi.json?x=1");
        (line.Options.Run with { Parameters = new RunOptions().Parameters }).ShouldBe(new RunOptions
        {
            AllowWrites = true, Seed = 7, Concurrency = 2, RequestsPerSecond = 50, TimeoutSeconds = 5, PollSeconds = 0.2, JobTimeoutSeconds = 30, MaxScenariosPerOperation = 10,
        });
        line.Options.Run.Parameters.ShouldBe(new Dictionary<string, string> { ["empty"] = "", ["id"] = "a=b" }, ignoreOrder: true);
        (line.Options with { Run = new RunOptions(), Credentials = line.Options.Credentials }).ShouldBe(new QaOptions
        {
            Spec = line.Options.Spec, BaseUrl = new Uri("https://api.example"), Credentials = line.Options.Credentials, BaselineFile = "b.json", HtmlFile = "r.html", JUnitFile = "r.xml", Json = true, Notes = true,
        });
        var client = line.Options.Credentials;
        (client.TokenUrl, client.ClientId, client.ClientSecret, client.Scope, client.Token).ShouldBe((new Uri("https://login.example/token"), "me", "s", "a b", null));
    }

    [Fact]
    public void Every_violation_is_named_at_once()
    {
        var line = Parse(
            "--base-url", "/x", "--seed", "-1", "--concurrency", "65", "--rate", "0", "--timeout", "121", "--poll", "0.01", "--job-timeout", "x", "--max-scenarios", "0", "--parameter", "=x",
            "--parameter", "a=1", "--parameter", "a=2", "--token", "two words", "--colour", "--json=yes", "--json", "a.json", "b.json", "--html");

        line.Violations.Select(v => v.Split(" must")[0].Split(" is ")[0].Split(" takes")[0].Split(" needs")[0]).ShouldBe(
            ["--base-url", "--seed", "--concurrency", "--rate", "--timeout", "--poll", "--job-timeout", "--max-scenarios", "--parameter", "--parameter a", "--token", "'--colour'", "--json", "--json", "'b.json'", "--html"]);
        line.Violations.ShouldAllBe(v => !v.Contains("two words", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_at_all_is_two_violations()
    {
        Parse().Violations.ShouldBe(["qa needs a specification: a file or an http or https URL", "qa needs --base-url URL: where the API is"]);
        Parse("--help").Violations.ShouldBeEmpty();
        Parse("-h").Help.ShouldBeTrue();
    }

    [Fact]
    public void Secrets_may_be_in_the_environment()
    {
        Parse(name => name == QaCommandLine.TokenVariable ? "t" : null, Least).Options.Credentials.Token.ShouldBe("t");
        Parse(_ => "other", [.. Least, "--token", "t"]).Options.Credentials.Token.ShouldBe("t");
        var client = Parse(name => name == QaCommandLine.ClientSecretVariable ? "s" : "t", [.. Least, "--client-id", "me", "--token-url", "https://login.example/token"]);
        client.Violations.ShouldBeEmpty();
        (client.Options.Credentials.ClientSecret, client.Options.Credentials.Token).ShouldBe(("s", null));
        Parse(_ => "two words", Least).Violations.ShouldHaveSingleItem().ShouldStartWith(QaCommandLine.TokenVariable);
    }

    [Fact]
    public void Half_a_client_and_two_ways_in_are_refused()
    {
        Parse([.. Least, "--client-id", "me"]).Violations.ShouldHaveSingleItem().ShouldContain("go together");
        Parse([.. Least, "--scope", "a"]).Violations.ShouldHaveSingleItem().ShouldContain("go together");
        Parse([.. Least, "--token", "t", "--client-id", "me", "--client-secret", "s", "--token-url", "https://login.example/token"]).Violations.ShouldHaveSingleItem().ShouldContain("two ways in");
    }

    [Fact]
    public void Credentials_are_not_printed_with_the_options() => Parse([.. Least, "--token", "s3cret"]).Options.ToString().ShouldNotContain("s3cret");

    private static QaCommandLine Parse(params string[] args) => Parse(_ => null, args);

    private static QaCommandLine Parse(Func<string, string?> environment, string[] args) => QaCommandLine.Parse(args, environment);
}
