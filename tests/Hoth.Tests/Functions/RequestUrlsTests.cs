using Amazon.Lambda.APIGatewayEvents;
using Hoth.Functions.Http;

namespace Hoth.Tests.Functions;

public sealed class RequestUrlsTests
{
    private const string Gateway = "abc123.execute-api.eu-central-1.amazonaws.com";

    [Theory]
    [InlineData(Gateway, "/prod/cost-jobs", $"https://{Gateway}/prod/cost-jobs/r1")]
    [InlineData("api.example.com", "/cost-jobs", "https://api.example.com/cost-jobs/r1")]
    [InlineData("api.example.com", "/hoth/cost-jobs", "https://api.example.com/hoth/cost-jobs/r1")]
    [InlineData("api.example.com", "/hoth/prod/cost-jobs", "https://api.example.com/hoth/prod/cost-jobs/r1")]
    public void Base_is_what_the_request_context_has_before_the_route(string domain, string path, string expected) =>
        RequestUrls.For(Request(domain, path, "/cost-jobs"), null).Of("/cost-jobs/{requestId}", "r1").ShouldBe(expected);

    [Fact]
    public void Base_leaves_out_route_parameters() =>
        RequestUrls.For(Request(Gateway, "/prod/cost-jobs/r%2F1", "/cost-jobs/{requestId}"), null).Of("/cost-jobs").ShouldBe($"https://{Gateway}/prod/cost-jobs");

    [Fact]
    public void Configured_base_wins_and_the_Host_header_never_counts()
    {
        var request = Request(Gateway, "/prod/cost-jobs", "/cost-jobs");
        request.Headers = new Dictionary<string, string> { ["Host"] = "evil.example" };

        RequestUrls.For(request, new Uri("https://hoth.example/v1/")).Of("/cost-jobs").ShouldBe("https://hoth.example/v1/cost-jobs");
        RequestUrls.For(request, null).Of("/cost-jobs").ShouldBe($"https://{Gateway}/prod/cost-jobs");
    }

    [Fact]
    public void Values_are_encoded_as_one_segment() =>
        RequestUrls.For(new(), new Uri("https://hoth.example")).Of("/a/{x}/b/{y}", "1/2", "é?").ShouldBe("https://hoth.example/a/1%2F2/b/%C3%A9%3F");

    [Fact]
    public void Nothing_to_go_by_is_an_error() =>
        Should.Throw<InvalidOperationException>(() => RequestUrls.For(new() { Resource = "/cost-jobs" }, null));

    private static APIGatewayProxyRequest Request(string domain, string path, string resource) => new()
    {
        Resource = resource,
        RequestContext = new() { DomainName = domain, Path = path, Stage = "prod" },
    };
}
