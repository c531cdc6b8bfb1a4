using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.TestUtilities;
using Hoth.Costs;
using Hoth.Functions.Http;
using Hoth.Json;

namespace Hoth.Tests.Functions;

/// <summary>An edge in front of a use case that reads a cost request, as the function for cost requests does.</summary>
internal sealed class EdgeUnderTest
{
    /// <summary>Stands in bodies wherever input could leak from.</summary>
    public const string Mark = "leak-4711";

    private readonly HttpEdge _edge;

    public EdgeUnderTest() => _edge = new HttpEdge(NoPorts.Create(Logs));

    public CapturingLoggerFactory Logs { get; } = new();

    public TestLambdaContext Context { get; } = new() { RemainingTime = TimeSpan.FromMinutes(1) };

    public static APIGatewayProxyRequest Post(string? body, string? contentType = "application/json") => new()
    {
        HttpMethod = "POST",
        Resource = "/cost-jobs",
        Path = "/cost-jobs",
        Headers = contentType is null ? null : new Dictionary<string, string> { ["content-type"] = contentType },
        Body = body,
    };

    public static APIGatewayProxyRequest PostBase64(byte[] body)
    {
        var request = Post(Convert.ToBase64String(body));
        request.IsBase64Encoded = true;
        return request;
    }

    public static APIGatewayProxyRequest PostBase64(string body) => PostBase64(Encoding.UTF8.GetBytes(body));

    public Task<APIGatewayProxyResponse> SendAsync(APIGatewayProxyRequest request) =>
        SendAsync(request, (api, _) =>
        {
            var violations = new Violations();
            var cost = CostRequest.Parse(api.Body, violations);
            violations.ThrowIfAny();
            return Task.FromResult(ApiResponse.Json(202, cost!.ToJson()));
        });

    public Task<APIGatewayProxyResponse> SendAsync(APIGatewayProxyRequest request, Func<ApiRequest, CancellationToken, Task<ApiResponse>> useCase) =>
        _edge.WithBodyAsync(request, Context, useCase);

    public Task<APIGatewayProxyResponse> GetAsync(APIGatewayProxyRequest request, Func<ApiRequest, CancellationToken, Task<ApiResponse>> useCase) =>
        _edge.WithoutBodyAsync(request, Context, useCase);

    /// <summary>The answer's body, after checking what holds for every problem.</summary>
    public static JsonElement ProblemOf(APIGatewayProxyResponse response)
    {
        response.Headers["Content-Type"].ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(response.Body).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe(response.StatusCode);
        problem.GetProperty("type").GetString()!.ShouldStartWith("urn:hoth:problem:");
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("correlationId").GetString().ShouldBe(response.Headers["X-Correlation-Id"]);
        problem.GetProperty("instance").GetString().ShouldBe($"urn:hoth:request:{response.Headers["X-Correlation-Id"]}");
        return problem;
    }
}
