using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
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
            stack.OfType("AWS::ApiGateway::Method").Count().ShouldBe(declared.All.Count(f => f.Route is not null));
            stack.OfType("AWS::ApiGateway::Method").Select(m => m["AuthorizationType"]!.GetValue<string>()).Distinct().ShouldBe(["AWS_IAM"]);
        }
    }

    [Fact]
    public void Route_that_names_an_authorizer_gets_it()
    {
        var catalog = FunctionCatalog.Create().Add(_ => new TokenFunctions());

        var stack = stacks.Synthesize("token", catalog, ("hoth:apiEndpointIds", "vpce-0a1b2c3d"));

        var method = stack.OfType("AWS::ApiGateway::Method").Single(m => m["AuthorizationType"]!.GetValue<string>() != "AWS_IAM");
        method["AuthorizationType"]!.GetValue<string>().ShouldBe("CUSTOM");
        var authorizer = stack[method["AuthorizerId"]!["Ref"]!.GetValue<string>()];
        authorizer["Type"]!.GetValue<string>().ShouldBe("REQUEST");
        stack.Resolve(authorizer["AuthorizerUri"]).ShouldContain($":hoth-{nameof(AuthorizerFunctions.AuthorizeBearer)}/");
        // A private API's policy must let those callers through to their authorizer, and nobody else through anything.
        Policies.Of(stack, stack.OfType("AWS::ApiGateway::RestApi").Single()).Where(s => s.Effect == "Allow").SelectMany(s => s.Resources)
            .ShouldBe(["execute-api:/prod/GET/things/*"]);
        Principals(stack, "writer").SelectMany(s => s.Resources).Where(r => r.Contains("things", StringComparison.Ordinal)).ShouldBeEmpty();
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
    public void Private_API_refuses_what_does_not_come_through_its_endpoints_and_allows_nobody()
    {
        var api = stacks.Restricted.OfType("AWS::ApiGateway::RestApi").Single();

        api["EndpointConfiguration"]!["Types"]!.ToJsonString().ShouldBe("""["PRIVATE"]""");
        var statement = Policies.Of(stacks.Restricted, api).ShouldHaveSingleItem();
        (statement.Effect, statement.Resources.Single()).ShouldBe(("Deny", "execute-api:/*"));
        statement.Condition!["StringNotEquals"]!["aws:SourceVpce"]!.ToJsonString().ShouldBe("""["vpce-0a1b2c3d","vpce-0a1b2c3e"]""");
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

    private sealed class TokenFunctions
    {
        [LambdaFunction(MemorySize = 512, Timeout = 10)]
        [RestApi(LambdaHttpMethod.Get, "/things/{id}", Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
        public Task<APIGatewayProxyResponse> GetThing(APIGatewayProxyRequest request, ILambdaContext context) => Task.FromResult(new APIGatewayProxyResponse());
    }
}
