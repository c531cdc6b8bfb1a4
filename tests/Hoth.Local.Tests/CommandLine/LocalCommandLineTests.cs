using Hoth.Local.CommandLine;

namespace Hoth.Local.Tests.CommandLine;

public sealed class LocalCommandLineTests
{
    [Fact]
    public void Command_line_without_arguments_is_a_first_start()
    {
        var line = LocalCommandLine.Parse([]);
        line.Violations.ShouldBeEmpty();
        line.Options.ShouldBe(new LocalOptions());
        line.Options.Url.ShouldBe(new Uri("http://127.0.0.1:5080"));
    }

    [Fact]
    public void Command_line_reads_every_option()
    {
        var line = LocalCommandLine.Parse(
            ["--urls=http://127.0.0.1:0", "--public-url", "https://hoth.example/v1/", "--data", "d", "--csps", "c.json", "--secrets", "s.json",
             "--no-mock", "--json", "--quiet", "--sweep-interval", "1.5", "--fault-point", "job.created:3"]);
        line.Violations.ShouldBeEmpty();
        line.Options.ShouldBe(new LocalOptions
        {
            Url = new Uri("http://127.0.0.1:0"),
            PublicUrl = new Uri("https://hoth.example/v1"),
            DataDirectory = "d",
            DataDirectoryGiven = true,
            CspsFile = "c.json",
            SecretsFile = "s.json",
            Mock = false,
            Json = true,
            Quiet = true,
            SweepInterval = TimeSpan.FromSeconds(1.5),
            FaultPoint = new FaultPointOption("job.created", 3),
        });
    }

    [Fact]
    public void Command_line_names_every_violation_at_once()
    {
        var line = LocalCommandLine.Parse(["--urls", "/x", "--sweep-interval", "0", "--fault-point", "nowhere", "--colour", "--json=yes", "--json", "--no-mock", "--data"]);
        line.Violations.Select(v => v.Split(' ')[0]).ShouldBe(
            ["--urls", "--sweep-interval", "--fault-point", "'--colour'", "--json", "--json", "--data", "--no-mock"]);
    }

    [Theory]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("http://example.com:80")]
    [InlineData("http://127.0.0.1:5080/path")]
    [InlineData("http://127.0.0.1:5080;http://127.0.0.1:5081")]
    [InlineData("http://u:p@127.0.0.1:5080")]
    [InlineData("127.0.0.1:5080")]
    public void Address_that_cannot_be_listened_on_is_refused(string url) =>
        LocalCommandLine.Parse(["--urls", url]).Violations.ShouldHaveSingleItem().ShouldStartWith("--urls must");
}
