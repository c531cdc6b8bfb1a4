using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Functions.Catalog;
using Hoth.Functions.Http;

namespace Hoth.Infra.Tests;

[Collection(nameof(Stacks))]
public sealed class ApiTests(Stacks stacks)
{
    [Fact]
    public void Every_route_asks_for_a_signature_unless_it_names_an_authorizer()
    {
        var declared = FunctionCatalog.Create();
        foreach (var stack in stacks.All)
        {
            stack.OfType("AWS::ApiGateway::Method").Select(m => m["AuthorizationType"]!.GetValue<string>()).Order().ShouldBe(
                declared.All.Where(f => f.Route is not null).Select(f => f.Authorizer is null ? "AWS_IAM" : "CUSTOM").Order());
        }
    }

    [Fact]
    public void Routes_that_name_an_authorizer_get_it_and_nobody_who_signs_gets_those()
    {
        var methods = stacks.Restricted.OfType("AWS::ApiGateway::Method").Where(m => m["AuthorizationType"]!.GetValue<string>() == "CUSTOM").ToList();

        methods.Count.ShouldBe(TokenRoutes.Count);
        var authorizer = stacks.Restricted[methods.Select(m => m["AuthorizerId"]!["Ref"]!.GetValue<string>()).Distinct().ShouldHaveSingleItem()];
        authorizer["Type"]!.GetValue<string>().ShouldBe("REQUEST");
        stacks.Restricted.Resolve(authorizer["AuthorizerUri"]).ShouldContain($"-{nameof(AuthorizerFunctions.AuthorizeBearer)}/");
        foreach (var principal in new[] { "writer", "drainer" }) Routes(principal).Where(r => r.Contains("/api/", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Authorizer_keeps_no_policy_and_may_be_invoked()
    {
        var authorizer = stacks.Default.OfType("AWS::ApiGateway::Authorizer").Single();

        authorizer["AuthorizerResultTtlInSeconds"]!.GetValue<int>().ShouldBe(0);
        stacks.Default.OfType("AWS::Lambda::Permission").ShouldContain(p => stacks.Default.Resolve(p["SourceArn"]).EndsWith($"/authorizers/{authorizer.Id}", StringComparison.Ordinal));
    }

    [Fact]
    public void Gateway_answers_with_problems()
    {
        var responses = stacks.Default.OfType("AWS::ApiGateway::GatewayResponse").ToDictionary(r => r["ResponseType"]!.GetValue<string>());

        foreach (var type in new[] { "DEFAULT_4XX", "DEFAULT_5XX", "UNAUTHORIZED", "ACCESS_DENIED", "REQUEST_TOO_LARGE", "THROTTLED" }) responses.ShouldContainKey(type);
        foreach (var (type, response) in responses)
        {
            var problem = JsonNode.Parse(response["ResponseTemplates"]!["application/json"]!.GetValue<string>())!;
            problem["status"]!.GetValue<int>().ShouldBe(int.Parse(response["StatusCode"]!.GetValue<string>()), type);
            problem["correlationId"]!.GetValue<string>().ShouldBe("$context.requestId", type);
            foreach (var member in new[] { "type", "title", "detail", "instance", "code" }) problem[member]!.GetValue<string>().ShouldNotBeEmpty(type);
            response["ResponseParameters"]!["gatewayresponse.header.Content-Type"]!.GetValue<string>().ShouldBe("'application/problem+json'", type);
        }

        Status("THROTTLED").ShouldBe("429");
        Status("REQUEST_TOO_LARGE").ShouldBe("413");
        Status("UNAUTHORIZED").ShouldBe("401");
        responses["UNAUTHORIZED"]["ResponseParameters"]!["gatewayresponse.header.WWW-Authenticate"]!.GetValue<string>().ShouldBe("'Bearer'");
        Status("DEFAULT_5XX").ShouldBe("503");
        string Status(string type) => responses[type]["StatusCode"]!.GetValue<string>();
    }

    [Fact]
    public void Stage_is_throttled_traced_and_logs_without_bodies()
    {
        var stage = stacks.Default.OfType("AWS::ApiGateway::Stage").Single();
        var all = stage["MethodSettings"]!.AsArray().ShouldHaveSingleItem()!;

        stage["StageName"]!.GetValue<string>().ShouldBe("prod");
        stage["TracingEnabled"]!.GetValue<bool>().ShouldBeTrue();
        (all["ThrottlingRateLimit"]!.GetValue<int>(), all["ThrottlingBurstLimit"]!.GetValue<int>(), all["DataTraceEnabled"]!.GetValue<bool>()).ShouldBe((100, 200, false));
        var format = JsonSerializer.Deserialize<Dictionary<string, string>>(stage["AccessLogSetting"]!["Format"]!.GetValue<string>())!;
        format.Keys.ShouldContain("requestId");
        format.Values.Where(v => !v.StartsWith("$context.", StringComparison.Ordinal)).ShouldBeEmpty();
        stacks.Sandbox.OfType("AWS::ApiGateway::Stage").Single()["StageName"]!.GetValue<string>().ShouldBe("dev");
    }

    [Fact]
    public void Drainer_may_read_drain_and_acknowledge_and_the_writer_start_too()
    {
        Routes("drainer").ShouldBe(
            ["GET/cost-jobs", "POST/cost-jobs/acks", "GET/cost-jobs/*", "GET/provisioning-jobs", "POST/provisioning-jobs/acks", "GET/provisioning-jobs/*"], ignoreOrder: true);
        Routes("writer").ShouldBe([.. Routes("drainer"), "POST/cost-jobs", "POST/provisioning-jobs"], ignoreOrder: true);
        stacks.Default.OfType("AWS::IAM::AccessKey").ShouldBeEmpty("a key in a template is known to everybody who reads it");
        stacks.Default.OfType("AWS::IAM::User").Count().ShouldBe(2);
    }

    [Fact]
    public void Private_API_refuses_what_does_not_come_through_its_endpoints_and_allows_nobody_who_signs()
    {
        var api = stacks.Restricted.OfType("AWS::ApiGateway::RestApi").Single();

        api["EndpointConfiguration"]!["Types"]!.ToJsonString().ShouldBe("""["PRIVATE"]""");
        var statements = Policies.Of(stacks.Restricted, api).ToDictionary(s => s.Effect);
        statements["Deny"].Resources.ShouldBe(["execute-api:/*"]);
        statements["Deny"].Condition!["StringNotEquals"]!["aws:SourceVpce"]!.ToJsonString().ShouldBe("""["vpce-0a1b2c3d","vpce-0a1b2c3e"]""");
        // Callers with tokens must be let through to their authorizer, and nobody else through anything.
        statements["Allow"].Resources.ShouldBe(TokenRoutes.Select(r => $"execute-api:/prod/{r}"), ignoreOrder: true);
        statements["Allow"].Condition!["StringEquals"]!["aws:SourceVpce"]!.ToJsonString().ShouldBe("""["vpce-0a1b2c3d","vpce-0a1b2c3e"]""");
        stacks.Default.OfType("AWS::ApiGateway::RestApi").Single()["EndpointConfiguration"]!["Types"]!.ToJsonString().ShouldBe("""["REGIONAL"]""");
    }

    [Fact]
    public void Web_ACL_guards_the_stage_unless_the_context_says_otherwise()
    {
        var association = stacks.Default.OfType("AWS::WAFv2::WebACLAssociation").Single();

        stacks.Default.Resolve(association["ResourceArn"]).ShouldEndWith("/stages/prod");
        stacks.Default.OfType("AWS::WAFv2::WebACL").Single()["Rules"]!.AsArray().Select(r => r!["Name"]!.GetValue<string>()).ShouldBe(["rate", "size", "known-bad-inputs"]);
        stacks.Sandbox.Resources.Where(r => r.Type.StartsWith("AWS::WAF", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static List<string> TokenRoutes =>
        [.. from function in FunctionCatalog.Create().All
            where function is { Route: not null, Authorizer: not null }
            select $"{function.Route!.Method}{string.Join('/', function.Route.Template.Split('/').Select(s => s.StartsWith('{') ? "*" : s))}"];

    private List<string> Routes(string principal) =>
        [.. Principals(stacks.Default, principal).SelectMany(s => s.Resources).Select(r => r[(r.IndexOf("/prod/", StringComparison.Ordinal) + 6)..])];

    private static List<Statement> Principals(SynthesizedStack stack, string principal)
    {
        var user = stack.OfType("AWS::IAM::User").Single(u => u["UserName"]!.GetValue<string>() == $"hoth-snow-{principal}");
        user["Policies"].ShouldBeNull();
        user["ManagedPolicyArns"].ShouldBeNull();
        var group = stack[user["Groups"]!.AsArray().ShouldHaveSingleItem()!["Ref"]!.GetValue<string>()];
        var policy = stack[group["ManagedPolicyArns"]!.AsArray().ShouldHaveSingleItem()!["Ref"]!.GetValue<string>()];
        var statements = Policies.Of(stack, policy).ToList();
        statements.SelectMany(s => s.Actions).ShouldBe(["execute-api:Invoke"]);
        return statements;
    }
}
