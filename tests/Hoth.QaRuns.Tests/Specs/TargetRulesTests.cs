using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Tests.Specs;

public class TargetRulesTests
{
    private static readonly TargetRules Rules = new(["https://api.example.com", "http://127.0.0.1:8080", "https://other.example:8443/"]);

    [Theory]
    [InlineData("https://api.example.com")]
    [InlineData("https://API.example.com/v1/")]
    [InlineData("https://api.example.com:443/v1")]
    [InlineData("http://127.0.0.1:8080/atat")]
    [InlineData("https://other.example:8443/x")]
    public void What_is_listed_may_be_called(string url) => Rules.Mistake(url).ShouldBeNull();

    [Theory]
    [InlineData("https://api.example.com.evil.example", "list")]
    [InlineData("https://evil.example/api.example.com", "list")]
    [InlineData("https://sub.api.example.com", "list")]
    [InlineData("https://api.example.com:8443", "list")]
    [InlineData("http://api.example.com", "https")]
    [InlineData("https://127.0.0.1:8080", "list")]
    [InlineData("http://127.0.0.1:8081", "list")]
    [InlineData("http://localhost:8080", "list")]
    [InlineData("https://api.example.com@evil.example", "absolute")]
    [InlineData("https://evil.example\\@api.example.com", "absolute")]
    [InlineData("https://api.example.com?x", "absolute")]
    [InlineData("https://api.example.com#x", "absolute")]
    [InlineData("ftp://api.example.com", "absolute")]
    [InlineData("/v1", "absolute")]
    [InlineData("", "absolute")]
    public void What_is_not_listed_may_not(string url, string rule) => Rules.Mistake(url).ShouldNotBeNull().ShouldContain(rule);

    [Fact]
    public void Http_leaves_the_machine_only_where_that_is_allowed()
    {
        new TargetRules(["http://api.example.com"], allowHttp: true).Mistake("http://api.example.com/v1").ShouldBeNull();
        Should.Throw<ArgumentException>(() => new TargetRules(["http://api.example.com"]));
    }

    [Theory]
    [InlineData("https://*.example.com")]
    [InlineData("https://api.example.com/v1")]
    [InlineData("api.example.com")]
    public void Origins_are_exact(string origin) => Should.Throw<ArgumentException>(() => new TargetRules([origin]));
}
