using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Hoth.Callers;
using Hoth.Functions.Http;
using static Hoth.Tests.Functions.EdgeUnderTest;

namespace Hoth.Tests.Functions;

public sealed class CallerTests
{
    private readonly EdgeUnderTest _edge = new();

    [Theory]
    [InlineData("""{"principalId":"x","sub":"alice","scope":"reports.read jobs.read.all","integrationLatency":12}""")]
    [InlineData("""{"sub":"alice","scope":" jobs.read.all  reports.read "}""")]
    public async Task Caller_is_who_the_authorizer_says(string context)
    {
        var caller = await CallerOfAsync(JsonSerializer.Deserialize<APIGatewayCustomAuthorizerContext>(context));

        caller!.Subject.ShouldBe("alice");
        caller.Scopes.Order().ShouldBe(["jobs.read.all", "reports.read"]);
        caller.May(Scopes.ReadReports).ShouldBeTrue();
        caller.May(Scopes.WriteReports).ShouldBeFalse();
    }

    [Fact]
    public async Task Caller_survives_the_way_through_the_context()
    {
        var sent = new Caller("auth0|a b", TokenCaller.ScopesOf("b a"));
        var context = new APIGatewayCustomAuthorizerContext();
        foreach (var (name, value) in TokenCaller.ToContext(sent)) context[name] = value;

        var caller = await CallerOfAsync(context);

        caller!.Subject.ShouldBe(sent.Subject);
        caller.Scopes.ShouldBe(sent.Scopes, ignoreOrder: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"principalId":"somebody"}""")]
    [InlineData("""{"sub":""}""")]
    [InlineData("""{"sub":7}""")]
    [InlineData("""{"sub":null,"scope":"reports.read"}""")]
    public async Task Request_that_no_authorizer_has_seen_is_401(string? context)
    {
        var request = WithContext(context is null ? null : JsonSerializer.Deserialize<APIGatewayCustomAuthorizerContext>(context));

        var response = await _edge.GetAsync(request, (api, _) => Task.FromResult(ApiResponse.Json(200, api.Caller().Subject)));

        response.StatusCode.ShouldBe(401);
        response.Headers["WWW-Authenticate"].ShouldBe("Bearer");
        ProblemOf(response).GetProperty("code").GetString().ShouldBe("UNAUTHORIZED");
    }

    [Fact]
    public async Task Caller_without_the_scope_is_told_which_one()
    {
        var request = WithContext(new APIGatewayCustomAuthorizerContext { ["sub"] = "alice", ["scope"] = "reports.read" });

        var response = await _edge.GetAsync(request, (api, _) =>
        {
            api.Caller().Require(Scopes.ReadReports);
            api.Caller().Require(Scopes.WriteReports);
            return Task.FromResult(ApiResponse.Empty(204));
        });

        response.StatusCode.ShouldBe(403);
        response.Headers["WWW-Authenticate"].ShouldBe("Bearer error=\"insufficient_scope\", scope=\"reports.write\"");
        var problem = ProblemOf(response);
        problem.GetProperty("code").GetString().ShouldBe("INSUFFICIENT_SCOPE");
        problem.GetProperty("detail").GetString()!.ShouldContain("reports.write");
    }

    private async Task<Caller?> CallerOfAsync(APIGatewayCustomAuthorizerContext? context)
    {
        Caller? caller = null;
        var response = await _edge.GetAsync(WithContext(context), (api, _) =>
        {
            caller = api.Caller();
            return Task.FromResult(ApiResponse.Empty(204));
        });
        response.StatusCode.ShouldBe(204);
        return caller;
    }

    private static APIGatewayProxyRequest WithContext(APIGatewayCustomAuthorizerContext? context) => new()
    {
        HttpMethod = "GET",
        Resource = "/things",
        RequestContext = new() { Authorizer = context },
    };
}
