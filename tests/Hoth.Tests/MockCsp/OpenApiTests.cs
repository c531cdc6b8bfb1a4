using System.Text.Json;
using Hoth.MockCsp.Hosting;

namespace Hoth.Tests.MockCsp;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_lists_exactly_the_routes_and_scopes_when_compared_with_the_server()
    {
        await using var csp = await MockCspFixture.StartAsync();
        var document = await DocumentAsync(csp);
        var documented =
            from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            where method.Name != "parameters"
            select $"{method.Value.GetProperty("operationId")} {method.Name.ToUpperInvariant()} {path.Name} {method.Value.GetProperty("security")[0].GetProperty("clientCredentials")[0]}";
        documented.ShouldBe(Operations.Api.Select(operation => $"{operation.Id} {operation.Method} {operation.Path} {operation.Scope}"), ignoreOrder: true);
        var address = csp.Server.AddressOf("csp").ToString();
        document.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe(address);
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("clientCredentials").GetProperty("flows")
            .GetProperty("clientCredentials").GetProperty("tokenUrl").GetString().ShouldBe($"{address}/oauth2/token");
    }

    [Fact]
    public async Task Document_has_every_component_that_it_refers_to()
    {
        await using var csp = await MockCspFixture.StartAsync();
        var document = await DocumentAsync(csp);
        var references = References(document).ToList();
        references.ShouldNotBeEmpty();
        references.Where(reference => !Exists(document, reference)).ShouldBeEmpty();
    }

    private static async Task<JsonElement> DocumentAsync(MockCspFixture csp)
    {
        using var answer = await csp.GetAsync("openapi.json");
        return await MockCspFixture.ReadAsync(answer);
    }

    private static bool Exists(JsonElement document, string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonElement?)document, (at, name) => at is { } element && element.TryGetProperty(name, out var next) ? next : null) is not null;

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
