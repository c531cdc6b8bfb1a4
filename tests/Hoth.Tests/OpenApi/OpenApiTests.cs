using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Functions.Catalog;
using Hoth.Problems;
using Hoth.Tests.Repository;

namespace Hoth.Tests.OpenApi;

public sealed class OpenApiTests
{
    private static readonly JsonNode Document = YamlFile.Read(RepositoryFiles.Read("docs/openapi/hoth.yaml"));
    private static readonly SchemaCheck Schemas = new(Document);

    [Fact]
    public void Document_has_exactly_the_routes_that_the_functions_declare()
    {
        var declared = FunctionCatalog.Create().All.Where(f => f.Route is not null).Select(f => $"{f.Route!.Method} {f.Route.Template}").ToList();
        declared.ShouldNotBeEmpty();
        Operations().Select(o => o.Name).Order().ShouldBe(declared.Order());
    }

    [Fact]
    public void Operations_are_called_like_their_functions()
    {
        foreach (var function in FunctionCatalog.Create().All.Where(f => f.Route is not null))
        {
            var operation = Operations().Single(o => o.Name == $"{function.Route!.Method} {function.Route.Template}").Operation;
            operation["operationId"]!.ToString().ShouldBe(JsonNamingPolicy.CamelCase.ConvertName(function.Name));
        }
    }

    [Fact]
    public void Operations_declare_the_parameters_of_their_path()
    {
        foreach (var (name, path, operation) in Operations())
        {
            var inPath = path.Split('/').Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}'));
            Parameters(operation).Where(p => p["in"]!.ToString() == "path").Select(p => p["name"]!.ToString()).ShouldBe(inPath, name);
        }
    }

    [Fact]
    public void Operations_document_trouble_and_success()
    {
        foreach (var (name, _, operation) in Operations())
        {
            var statuses = operation["responses"]!.AsObject().Select(r => r.Key).ToList();
            statuses.ShouldContain(s => s.StartsWith('2'), name);
            statuses.ShouldContain("500", name);
            statuses.ShouldContain("503", name);
            if (operation["requestBody"] is not null) new[] { "400", "413", "415" }.ShouldBeSubsetOf(statuses, name);
        }
    }

    [Fact]
    public void Operations_ask_for_a_token_where_their_function_names_an_authorizer()
    {
        foreach (var function in FunctionCatalog.Create().All.Where(f => f.Route is not null))
        {
            var (name, _, operation) = Operations().Single(o => o.Name == $"{function.Route!.Method} {function.Route.Template}");
            var statuses = operation["responses"]!.AsObject().Select(r => r.Key);
            if (function.Authorizer is null)
            {
                operation["security"].ShouldBeNull(name);
                continue;
            }

            operation["security"]?.ToJsonString().ShouldBe("""[{"bearer":[]}]""", name);
            new[] { "401", "403" }.ShouldBeSubsetOf(statuses, name);
        }
    }

    [Fact]
    public void Problem_codes_are_those_of_the_application() =>
        Document["components"]!["schemas"]!["Problem"]!["properties"]!["code"]!["enum"]!.AsArray().Select(c => c!.ToString()).Order().ShouldBe(
            typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).Order());

    [Fact]
    public void Examples_fit_their_schemas()
    {
        var examples = 0;
        foreach (var (name, _, operation) in Operations())
        {
            foreach (var content in Contents(operation))
            {
                var schema = content["schema"].ShouldNotBeNull(name);
                foreach (var (title, example) in content["examples"]?.AsObject() ?? [])
                {
                    Schemas.MistakesOf(example!["value"], schema).ShouldBeEmpty($"{name}, example {title}");
                    examples++;
                }
            }
        }

        examples.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Schema_check_finds_what_is_wrong()
    {
        var schema = Document["components"]!["schemas"]!["CostRequest"]!;
        var wrong = new JsonObject { ["requestId"] = "a b", ["portfolioId"] = 7, ["startDate"] = "2026", ["endDate"] = "2026-01", ["extra"] = true };
        Schemas.MistakesOf(wrong, schema).Order().ShouldBe(
        [
            "$.extra is not a known member", "$.portfolioId is not \"string\"", "$.requestId does not match its pattern",
            "$.startDate does not match its pattern", "$.targetCspName is missing",
        ]);
    }

    private static IEnumerable<(string Name, string Path, JsonNode Operation)> Operations() =>
        from path in Document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select ($"{method.Key.ToUpperInvariant()} {path.Key}", path.Key, method.Value!);

    private static IEnumerable<JsonNode> Parameters(JsonNode operation) =>
        operation["parameters"]?.AsArray().Select(p => Schemas.Resolve(p!)) ?? [];

    private static IEnumerable<JsonNode> Contents(JsonNode operation) =>
        from answer in operation["responses"]!.AsObject().Select(r => r.Value!).Append(operation["requestBody"] ?? new JsonObject())
        from content in Schemas.Resolve(answer)["content"]?.AsObject() ?? []
        select content.Value!;
}
