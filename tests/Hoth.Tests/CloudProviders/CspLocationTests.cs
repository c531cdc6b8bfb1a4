using Hoth.CloudProviders;

namespace Hoth.Tests.CloudProviders;

public class CspLocationTests
{
    private static readonly Uri Base = new("https://csp.example.com/atat/");

    [Theory]
    [InlineData("https://csp.example.com/atat/provisioning/1/status", "https://csp.example.com/atat/provisioning/1/status")]
    [InlineData("HTTPS://CSP.EXAMPLE.COM/atat/x", "https://csp.example.com/atat/x")]
    [InlineData("https://csp.example.com:443/atat/x?y=1&z=%20", "https://csp.example.com/atat/x?y=1&z=%20")]
    [InlineData("/atat/provisioning/1/status", "https://csp.example.com/atat/provisioning/1/status")]
    [InlineData("provisioning/1/status", "https://csp.example.com/atat/provisioning/1/status")]
    [InlineData("?page=2", "https://csp.example.com/atat/?page=2")]
    [InlineData("//csp.example.com/atat/x", "https://csp.example.com/atat/x")]
    [InlineData("/atat", "https://csp.example.com/atat")]
    [InlineData("/atat/a/../b", "https://csp.example.com/atat/b")]
    [InlineData("/atat/a%2Fb", "https://csp.example.com/atat/a%2Fb")]
    [InlineData("/atat/who@where", "https://csp.example.com/atat/who@where")]
    [InlineData("/atat/x?next=https://evil.example.com/", "https://csp.example.com/atat/x?next=https://evil.example.com/")]
    public void Location_resolves_when_it_stays_below_the_configured_base(string location, string expected)
    {
        CspLocation.Resolve(Base, location, out var refusal)?.AbsoluteUri.ShouldBe(expected, refusal);
        refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("https://evil.example.com/atat/x")]
    [InlineData("https://csp.example.com.evil.example.com/atat/x")]
    [InlineData("https://csp.example.com./atat/x")]
    [InlineData("http://csp.example.com/atat/x")]
    [InlineData("https://csp.example.com:8443/atat/x")]
    [InlineData("https://csp.example.com:80/atat/x")]
    [InlineData("//evil.example.com/atat/x")]
    [InlineData("///evil.example.com/atat/x")]
    [InlineData("\\\\evil.example.com\\atat\\x")]
    [InlineData("/\\evil.example.com/atat/x")]
    [InlineData("https:\\\\evil.example.com/atat")]
    [InlineData("https://user@csp.example.com/atat/x")]
    [InlineData("https://user:pw@csp.example.com/atat/x")]
    [InlineData("https://csp.example.com@evil.example.com/atat/x")]
    [InlineData("file:///atat/x")]
    [InlineData("file:/atat/x")]
    [InlineData("ftp://csp.example.com/atat/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("https://169.254.169.254/atat/x")]
    [InlineData("/other/x")]
    [InlineData("/atatx/y")]
    [InlineData("/")]
    [InlineData("../x")]
    [InlineData("/atat/../x")]
    [InlineData("/atat/%2e%2e/x")]
    [InlineData("/atat/..%2fx")]
    [InlineData("/atat/..%5Cx")]
    [InlineData("/atat/a%2F..%2F..%2Fx")]
    [InlineData("/atat/x\r\nX-Injected: 1")]
    [InlineData("/atat/\u00e9")]
    [InlineData("https://")]
    public void Location_is_refused_when_it_might_lead_elsewhere(string? location)
    {
        CspLocation.Resolve(Base, location, out var refusal).ShouldBeNull();
        refusal.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Location_is_refused_when_it_is_too_long() =>
        CspLocation.Resolve(Base, "/atat/" + new string('a', 3000), out _).ShouldBeNull();

    [Fact]
    public void Location_is_relative_to_the_request_when_that_is_given() =>
        CspLocation.Resolve(Base, "status", out _, new Uri("https://csp.example.com/atat/provisioning/7"))
            .ShouldBe(new Uri("https://csp.example.com/atat/provisioning/status"));

    [Theory]
    [InlineData("/x", "https://csp.example.com/x")]
    [InlineData("/file:/x", "https://csp.example.com/file:/x")]
    public void Location_is_a_path_and_no_file_when_the_base_has_no_prefix(string location, string expected) =>
        CspLocation.Resolve(new Uri("https://csp.example.com/"), location, out _).ShouldBe(new Uri(expected));
}
