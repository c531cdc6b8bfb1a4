using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Hoth.Functions.Catalog;
using Hoth.PortContracts;

namespace Hoth.Local.Tests.Host;

public sealed class FrontDoorTests
{
    [Fact]
    public async Task Front_door_answers_404_for_a_path_that_no_function_has()
    {
        await using var host = await TestHost.StartAsync();
        await ShouldBeProblemAsync(await host.GetAsync("/nothing-here"), HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task Front_door_answers_405_with_Allow_for_a_method_that_the_path_does_not_have()
    {
        await using var host = await TestHost.StartAsync();
        var answer = await host.Http.DeleteAsync(new Uri("/cost-jobs", UriKind.Relative));
        await ShouldBeProblemAsync(answer, HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        answer.Content.Headers.Allow.ShouldBe(["GET", "POST"]);
    }

    [Theory]
    [InlineData(257 * 1024)]
    [InlineData(1024 * 1024)]
    [InlineData(11 * 1024 * 1024)]
    public async Task Front_door_answers_413_for_a_body_that_is_too_large(int bytes)
    {
        await using var host = await TestHost.StartAsync();
        await ShouldBeProblemAsync(await host.PostAsync("/cost-jobs", $"\"{new string('x', bytes)}\""), HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE");
    }

    [Fact]
    public async Task Front_door_never_takes_URLs_from_the_Host_header()
    {
        await using var host = await TestHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/cost-jobs") { Content = JsonContent.Create(JsonSerializer.Deserialize<JsonElement>(TestHost.CostRequest("hosted"))) };
        request.Headers.Host = "evil.example";
        request.Content.Headers.ContentType!.CharSet = null;
        var answer = await host.Http.SendAsync(request);
        answer.Headers.Location.ShouldBe(new Uri(host.Host.Address, "/cost-jobs/hosted"));
    }

    [Fact]
    public async Task Event_has_what_API_Gateway_would_send()
    {
        var echo = new EchoFunctions();
        await using var host = await TestHost.StartAsync(catalog: new FunctionCatalog().Add(_ => echo));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/things/a%2Fb%20c?x=1&x=2%26&y=%C3%A4") { Content = new ByteArrayContent("ä"u8.ToArray()) };
        request.Headers.Add("X-Two", ["one", "two"]);

        (await host.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var seen = echo.Seen.ShouldNotBeNull();
        seen.Resource.ShouldBe("/things/{id}");
        seen.Path.ShouldBe("/things/a%2Fb%20c");
        seen.PathParameters["id"].ShouldBe("a%2Fb%20c");
        seen.QueryStringParameters.ShouldBe(new Dictionary<string, string> { ["x"] = "2&", ["y"] = "ä" }, ignoreOrder: true);
        seen.MultiValueQueryStringParameters["x"].ShouldBe(["1", "2&"]);
        string.Join(", ", seen.MultiValueHeaders["X-Two"]).ShouldBe("one, two");
        (seen.Body, seen.IsBase64Encoded).ShouldBe(("ä", false));
        seen.RequestContext.RequestId.ShouldNotBeNullOrEmpty();
        seen.RequestContext.Identity.SourceIp.ShouldBe("127.0.0.1");
        seen.RequestContext.DomainName.ShouldBe(host.Host.Address.Authority);
    }

    [Theory]
    [InlineData("text/plain", new byte[] { 0xC3, 0x28 })]
    [InlineData("application/octet-stream", new byte[] { 0x61 })]
    public async Task Body_that_is_no_text_is_passed_as_base64(string mediaType, byte[] bytes)
    {
        var echo = new EchoFunctions();
        await using var host = await TestHost.StartAsync(catalog: new FunctionCatalog().Add(_ => echo));
        using var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        await host.Http.PutAsync(new Uri("/things/1", UriKind.Relative), content);

        (echo.Seen!.Body, echo.Seen.IsBase64Encoded).ShouldBe((Convert.ToBase64String(bytes), true));
    }

    [Fact]
    public async Task Function_that_throws_is_answered_for_with_502()
    {
        await using var host = await TestHost.StartAsync(catalog: new FunctionCatalog().Add(_ => new EchoFunctions { Fails = true }));
        using var content = new ByteArrayContent([]);
        await ShouldBeProblemAsync(await host.Http.PutAsync(new Uri("/things/1", UriKind.Relative), content), HttpStatusCode.BadGateway, "INTERNAL_ERROR");
    }

    [Fact]
    public async Task Artifact_is_served_under_its_signed_URL_until_that_expires()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(time);
        var artifacts = host.Host.Ports.Artifacts;
        await artifacts.PutAsync("a/b.json", new MemoryStream(Encoding.UTF8.GetBytes("[1]")), "application/json", CancellationToken.None);
        var url = await artifacts.GetDownloadUrlAsync("a/b.json", TimeSpan.FromMinutes(1), CancellationToken.None);

        var answer = await host.Http.GetAsync(url);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsStringAsync()).ShouldBe("[1]");

        (await host.Http.GetAsync(new Uri(url.AbsoluteUri.Replace("b.json", "c.json", StringComparison.Ordinal)))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        time.Advance(TimeSpan.FromMinutes(1));
        (await host.Http.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task ShouldBeProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
    }

    internal sealed class EchoFunctions
    {
        public APIGatewayProxyRequest? Seen { get; private set; }

        public bool Fails { get; init; }

        [LambdaFunction(MemorySize = 128, Timeout = 10)]
        [RestApi(LambdaHttpMethod.Put, "/things/{id}")]
        public Task<APIGatewayProxyResponse> Echo(APIGatewayProxyRequest request, ILambdaContext context)
        {
            Seen = request;
            if (Fails) throw new InvalidOperationException("on purpose");
            return Task.FromResult(new APIGatewayProxyResponse { StatusCode = 200 });
        }
    }
}
