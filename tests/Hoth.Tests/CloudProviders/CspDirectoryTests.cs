using Hoth.CloudProviders;

namespace Hoth.Tests.CloudProviders;

public class CspDirectoryTests
{
    private const string Token = """ "token": { "endpoint": "https://login.example.com/token" } """;

    [Fact]
    public void Example_file_is_valid()
    {
        var directory = CspDirectory.Load(Path.Combine(AppContext.BaseDirectory, "infra", "config", "csps.json"));

        directory.Names.ShouldBe(["csp-a", "csp-b", "csp-d"]);
        directory.Find("csp-a")!.HonoursIdempotencyKey.ShouldBeTrue();
        directory.Find("CSP-A").ShouldBeNull();
    }

    [Fact]
    public void Csp_has_what_the_file_says()
    {
        var csp = CspDirectory.Parse("""
            { "x_1-Y": { "uri": "https://csp.example.com:8443/atat", "token": { "endpoint": "http://127.0.0.1:5000/t", "scopes": ["a/b", "c"] }, "secret": "hoth/x",
              "costs": { "mode": "async", "job": "x-costs", "response": "document", "deadlineMinutes": 90 }, "limits": { "concurrency": 500, "timeoutSeconds": 60 }, "honoursIdempotencyKey": true } }
            """).Find("x_1-Y")!;

        csp.BaseUri.ShouldBe(new Uri("https://csp.example.com:8443/atat/"));
        csp.Token.Endpoint.ShouldBe(new Uri("http://127.0.0.1:5000/t"));
        csp.Token.Scopes.ShouldBe(["a/b", "c"]);
        csp.Secret.ShouldBe("hoth/x");
        csp.Costs.ShouldBe(new CspCosts(CspCostMode.Async, "x-costs") { Response = CspCostResponse.Document, Deadline = TimeSpan.FromMinutes(90) });
        csp.Limits.ShouldBe(new CspLimits(500, TimeSpan.FromSeconds(60)));
        csp.HonoursIdempotencyKey.ShouldBeTrue();
    }

    [Fact]
    public void Csp_has_defaults_when_the_file_is_silent()
    {
        var csp = Parse("https://csp.example.com").Find("a")!;

        csp.BaseUri.ShouldBe(new Uri("https://csp.example.com/"));
        csp.Token.Scopes.ShouldBeEmpty();
        csp.Costs.ShouldBe(new CspCosts(CspCostMode.Sync));
        csp.Limits.ShouldBe(new CspLimits(20, TimeSpan.FromSeconds(20)));
        csp.HonoursIdempotencyKey.ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://csp.example.com/")]
    [InlineData("https://csp.example.com/a/b.c~d_e-f/")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://127.0.0.1:5000/atat")]
    [InlineData("http://[::1]:5000/atat")]
    public void Uri_is_accepted_when_it_is_https_or_loopback(string uri) => Parse(uri).Names.ShouldBe(["a"]);

    [Theory]
    [InlineData("")]
    [InlineData("/atat")]
    [InlineData("csp.example.com")]
    [InlineData("http://csp.example.com")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("ftp://csp.example.com")]
    [InlineData("file:///atat")]
    [InlineData("https://user@csp.example.com")]
    [InlineData("https://csp.example.com/a?b=c")]
    [InlineData("https://csp.example.com/a#b")]
    [InlineData("https://csp.example.com/a//b")]
    [InlineData("https://csp.example.com//")]
    [InlineData("https://csp.example.com/a/../b")]
    [InlineData("https://csp.example.com/%61")]
    [InlineData("https://csp.example.com/ ")]
    [InlineData("https://csp.example.com:0/")]
    [InlineData("https://csp.example.com:70000/")]
    [InlineData("https:///atat")]
    [InlineData("https:\\\\csp.example.com")]
    public void Uri_is_refused_when_a_token_must_not_go_there(string uri) =>
        Should.Throw<CspDirectoryException>(() => Parse(uri)).Violations.ShouldHaveSingleItem().ShouldStartWith("$.a.uri must be");

    [Fact]
    public void Every_violation_is_named_at_once()
    {
        const string Json = """
            {
              "bad name": {},
              "a": 7,
              "b": { "uri": "x", "token": { "endpoint": 1, "scopes": ["ok", "not ok"], "more": 1 }, "secret": "", "costs": { "mode": "async" },
                     "limits": { "concurrency": 501, "timeoutSeconds": 0.5 }, "honoursIdempotencyKey": "yes", "urll": "" },
              "c": { "costs": { "mode": "sync", "job": "j", "response": "records", "deadlineMinutes": 14 }, "limits": { "concurrency": 0, "timeoutSeconds": 61 } },
              "d": { "costs": { "mode": "later" } }
            }
            """;

        Should.Throw<CspDirectoryException>(() => CspDirectory.Parse(Json)).Violations.Select(v => v.Split(' ')[0]).ShouldBe(
        [
            "$", "$.a",
            "$.b.costs.job", "$.b.honoursIdempotencyKey", "$.b.limits.concurrency", "$.b.limits.timeoutSeconds", "$.b.secret",
            "$.b.token.endpoint", "$.b.token.more", "$.b.token.scopes", "$.b.uri", "$.b.urll",
            "$.c.costs.deadlineMinutes", "$.c.costs.deadlineMinutes", "$.c.costs.job", "$.c.costs.response", "$.c.limits.concurrency", "$.c.limits.timeoutSeconds", "$.c.secret", "$.c.token", "$.c.uri",
            "$.d.costs.mode", "$.d.secret", "$.d.token", "$.d.uri",
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ /* none */ }")]
    [InlineData("""{ "a": {}, "a": {} }""")]
    public void File_is_refused_when_it_is_no_object_of_csps(string json) =>
        Should.Throw<CspDirectoryException>(() => CspDirectory.Parse(json)).Message.ShouldContain("$");

    [Fact]
    public void File_is_refused_when_it_is_not_there() =>
        Should.Throw<CspDirectoryException>(() => CspDirectory.Load(Path.Combine(AppContext.BaseDirectory, "no-such-file.json")));

    private static CspDirectory Parse(string uri) => CspDirectory.Parse($$"""{ "a": { "uri": {{System.Text.Json.JsonSerializer.Serialize(uri)}}, {{Token}}, "secret": "s" } }""");
}
