using System.Text.Json;
using Hoth.Callers;
using Shouldly;
using Xunit;

namespace Hoth.Local.Tests.UseCases;

public sealed class QaPackageTests : IAsyncLifetime
{
    private readonly Rig _rig = new();
    private readonly QaClient _client;

    public QaPackageTests() => _client = new QaClient(_rig);

    public Task InitializeAsync() => _rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _rig.Dispose();
    }

    [Fact]
    public async Task Package_is_read_as_it_was_written()
    {
        var put = await _client.PutAsync("""
            {"specUrl":"https://specs.example/csp.yaml","baseUrl":"http://localhost:9/api","credentialsRef":"hoth/qa/csp","allowWrites":true,
             "config":{"seed":7,"concurrency":2,"requestsPerSecond":5,"timeoutSeconds":3,"maxResponseBytes":2048,"maxScenariosPerOperation":9,"pollSeconds":0.5,"jobTimeoutSeconds":60,"parameters":{"portfolioId":"p1"}}}
            """);
        put.StatusCode.ShouldBe(201, put.Body);

        var get = await _rig.HttpAsync("GetQaPackage", null, QaClient.Package, caller: QaClient.Bob);

        (get.StatusCode, get.Body, get.Headers["ETag"]).ShouldBe((200, put.Body, put.Headers["ETag"]));
        var package = JsonDocument.Parse(get.Body).RootElement;
        package.GetProperty("credentialsRef").GetString().ShouldBe("hoth/qa/csp");
        package.GetProperty("allowWrites").GetBoolean().ShouldBeTrue();
        package.GetProperty("config").GetProperty("pollSeconds").GetDouble().ShouldBe(0.5);
        (await _client.PutAsync(get.Body, id: "copy")).Body.ShouldBe(get.Body);
        (await _rig.HttpAsync("GetQaPackage", null, QaClient.Package, new() { ["If-None-Match"] = get.Headers["ETag"] }, caller: QaClient.Bob)).StatusCode.ShouldBe(304);
    }

    [Fact]
    public async Task Every_mistake_is_told_at_once()
    {
        var response = await _client.PutAsync("""
            {"specUrl":"http://specs.example/csp.yaml","spec":7,"baseUrl":"https://api.example","credentialsRef":"eyJhbGciOi.a.token","allowWrites":"yes","colour":"red",
             "config":{"seed":-1,"concurrency":65,"requestsPerSecond":0,"timeoutSeconds":121,"maxResponseBytes":1,"maxScenariosPerOperation":0,"pollSeconds":0.01,"jobTimeoutSeconds":841,"parameters":{"a":1},"baseline":"a b","ai":{"baseUrl":"ftp://ai.example","model":"","apiKeyRef":"sk-value"}}}
            """);

        response.StatusCode.ShouldBe(400);
        JsonDocument.Parse(response.Body).RootElement.GetProperty("errorMap").EnumerateObject().Select(e => e.Name).ShouldBe(
            [
                "$.specUrl", "$.spec", "$.baseUrl", "$.credentialsRef", "$.allowWrites", "$.colour", "$.config.seed", "$.config.concurrency", "$.config.requestsPerSecond", "$.config.timeoutSeconds",
                "$.config.maxResponseBytes", "$.config.maxScenariosPerOperation", "$.config.pollSeconds", "$.config.jobTimeoutSeconds", "$.config.parameters", "$.config.baseline", "$.config.ai.baseUrl", "$.config.ai.model", "$.config.ai.apiKeyRef",
            ],
            ignoreOrder: true);
        response.Body.ShouldNotContain("eyJ");
        response.Body.ShouldNotContain("sk-value");
    }

    [Theory]
    [InlineData("""{"baseUrl":"http://127.0.0.1/"}""")]
    [InlineData("""{"baseUrl":"http://127.0.0.1/","spec":{},"specUrl":"https://specs.example/a"}""")]
    public async Task Specification_is_given_in_one_way(string body) =>
        JsonDocument.Parse((await _client.PutAsync(body)).Body).RootElement.GetProperty("errorMap").EnumerateObject().Select(e => e.Name).ShouldBe(["$.spec"]);

    [Fact]
    public async Task Each_route_needs_its_scope()
    {
        await _client.PutAsync();
        var none = ReportClient.CallerOf("carol");

        (await _client.PutAsync(caller: ReportClient.CallerOf("carol", Scopes.ReadQa, Scopes.RunQa))).StatusCode.ShouldBe(403);
        (await _rig.HttpAsync("GetQaPackage", null, QaClient.Package, caller: none)).StatusCode.ShouldBe(403);
        (await _rig.HttpAsync("DeleteQaPackage", null, QaClient.Package, caller: none)).StatusCode.ShouldBe(403);
        (await _client.RunAsync(caller: ReportClient.CallerOf("carol", Scopes.ReadQa, Scopes.WriteQa))).StatusCode.ShouldBe(403);
    }

    [Fact]
    public async Task What_was_not_seen_is_not_overwritten()
    {
        var first = await _client.PutAsync();

        (await _client.PutAsync(headers: new() { ["If-None-Match"] = "*" })).StatusCode.ShouldBe(412);
        (await _client.PutAsync(QaClient.Body(more: ",\"allowWrites\":true"), headers: new() { ["If-Match"] = first.Headers["ETag"] })).StatusCode.ShouldBe(200);
        (await _rig.HttpAsync("DeleteQaPackage", null, QaClient.Package, new() { ["If-Match"] = first.Headers["ETag"] }, caller: QaClient.Alice)).StatusCode.ShouldBe(412);
        (await _rig.HttpAsync("DeleteQaPackage", null, QaClient.Package, caller: QaClient.Alice)).StatusCode.ShouldBe(204);
        (await _client.RunAsync()).StatusCode.ShouldBe(404);
        (await _client.PutAsync(id: "not an id")).StatusCode.ShouldBe(400);
    }
}
