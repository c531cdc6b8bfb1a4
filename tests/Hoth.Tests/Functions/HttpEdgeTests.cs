using Amazon.Lambda.APIGatewayEvents;
using Hoth.Functions.Http;
using Hoth.Ports;
using Hoth.Problems;
using static Hoth.Tests.Functions.EdgeUnderTest;

namespace Hoth.Tests.Functions;

public sealed class HttpEdgeTests
{
    private readonly EdgeUnderTest _edge = new();

    [Fact]
    public async Task Every_answer_has_the_security_headers()
    {
        var response = await _edge.GetAsync(Get(), (_, _) => Task.FromResult(ApiResponse.Empty(204)));

        response.StatusCode.ShouldBe(204);
        response.Body.ShouldBeNull();
        response.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        response.Headers["Cache-Control"].ShouldBe("no-store");
    }

    [Theory]
    [InlineData("abc-DEF_1.2", "abc-DEF_1.2")]
    [InlineData("", NoPorts.NewId)]
    [InlineData("a b", NoPorts.NewId)]
    [InlineData("a\r\nSet-Cookie: b", NoPorts.NewId)]
    [InlineData("é", NoPorts.NewId)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", NoPorts.NewId)]
    public async Task Correlation_id_is_the_clients_when_it_is_a_good_one(string sent, string expected)
    {
        string? seen = null;
        var response = await _edge.GetAsync(Get(("x-correlation-ID", sent)), (api, _) =>
        {
            seen = api.CorrelationId;
            return Task.FromResult(ApiResponse.Empty(204));
        });

        response.Headers["X-Correlation-Id"].ShouldBe(expected);
        seen.ShouldBe(expected);
        _edge.Logs.Text.ShouldContain($"CorrelationId={expected}");
    }

    [Fact]
    public async Task A_problem_is_answered_as_it_is()
    {
        var problem = new Problem(409, ProblemCodes.JobIdReused, "Title", "Detail") { RetryAfterSeconds = 7 };

        var response = await _edge.GetAsync(Get(), (_, _) => throw problem.ToException());

        response.StatusCode.ShouldBe(409);
        response.Headers["Retry-After"].ShouldBe("7");
        var body = ProblemOf(response);
        body.GetProperty("type").GetString().ShouldBe("urn:hoth:problem:job-id-reused");
        body.GetProperty("code").GetString().ShouldBe("JOB_ID_REUSED");
        body.TryGetProperty("errorMap", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_unavailable_port_is_503_with_Retry_After()
    {
        var response = await _edge.GetAsync(Get(), (_, _) => throw new PortUnavailableException("job store", new IOException(Mark)));

        response.StatusCode.ShouldBe(503);
        response.Headers.ShouldContainKey("Retry-After");
        ProblemOf(response).GetProperty("code").GetString().ShouldBe("TEMPORARILY_UNAVAILABLE");
        _edge.Logs.Text.ShouldContain("job store");
        _edge.Logs.Text.ShouldNotContain(Mark);
    }

    [Fact]
    public async Task A_fault_is_500_and_only_its_type_is_logged()
    {
        var response = await _edge.GetAsync(Get(), (_, _) => throw new FormatException(Mark));

        response.StatusCode.ShouldBe(500);
        ProblemOf(response).GetProperty("code").GetString().ShouldBe("INTERNAL_ERROR");
        response.Body.ShouldNotContain(Mark);
        _edge.Logs.Text.ShouldContain("System.FormatException");
        _edge.Logs.Text.ShouldNotContain(Mark);
    }

    [Fact]
    public async Task A_use_case_that_outlives_the_invocation_is_503()
    {
        _edge.Context.RemainingTime = TimeSpan.Zero;

        var response = await _edge.GetAsync(Get(), async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ApiResponse.Empty(204);
        });

        response.StatusCode.ShouldBe(503);
        response.Headers.ShouldContainKey("Retry-After");
    }

    [Fact]
    public async Task An_invocation_without_an_end_is_answered()
    {
        _edge.Context.RemainingTime = TimeSpan.MaxValue;

        var response = await _edge.GetAsync(Get(), (_, _) => Task.FromResult(ApiResponse.Empty(204)));

        response.StatusCode.ShouldBe(204);
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_deadlines_is_500()
    {
        var response = await _edge.GetAsync(Get(), (_, _) => throw new OperationCanceledException());

        response.StatusCode.ShouldBe(500);
    }

    [Fact]
    public async Task A_media_type_that_is_refused_names_the_one_that_is_not()
    {
        var response = await _edge.SendAsync(Post("{}", "text/plain"));

        response.Headers["Accept"].ShouldBe("application/json");
    }

    [Fact]
    public async Task Header_values_with_line_breaks_are_never_sent()
    {
        var response = await _edge.GetAsync(Get(), (_, _) => Task.FromResult(ApiResponse.Empty(204).With("Location", "a\r\nSet-Cookie: b")));

        response.StatusCode.ShouldBe(500);
        response.Headers.ShouldNotContainKey("Location");
    }

    [Fact]
    public async Task Path_parameters_are_decoded_once()
    {
        var request = Get();
        request.PathParameters = new Dictionary<string, string> { ["id"] = "a%2Fb%252e%40" };

        (await ReadAsync(request, api => api.PathParameter("id"))).ShouldBe("a/b%2e@");
    }

    [Fact]
    public async Task A_query_parameter_given_twice_is_400()
    {
        var request = Get();
        request.QueryStringParameters = new Dictionary<string, string> { ["after"] = "2" };
        request.MultiValueQueryStringParameters = new Dictionary<string, IList<string>> { ["after"] = ["1", "2"] };

        var response = await _edge.GetAsync(request, (api, _) => Task.FromResult(ApiResponse.Json(200, api.Query("after")!)));

        response.StatusCode.ShouldBe(400);
        ProblemOf(response).GetProperty("errorMap").TryGetProperty("query.after", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Headers_are_found_whatever_their_case_and_all_their_values_count()
    {
        var request = Get();
        request.MultiValueHeaders = new Dictionary<string, IList<string>> { ["PREFER"] = ["respond-async", "lease=60"] };

        (await ReadAsync(request, api => api.PreferredSeconds("lease", 30, 3600)?.TotalSeconds.ToString())).ShouldBe("60");
    }

    [Theory]
    [InlineData("lease=29")]
    [InlineData("lease=3601")]
    [InlineData("lease")]
    [InlineData("lease=-60")]
    [InlineData("lease=6e1")]
    [InlineData("lease=99999999999999999999")]
    public async Task A_preference_out_of_range_is_400(string prefer)
    {
        var response = await _edge.GetAsync(Get(("Prefer", prefer)), (api, _) =>
            Task.FromResult(ApiResponse.Json(200, $"{api.PreferredSeconds("lease", 30, 3600)}")));

        response.StatusCode.ShouldBe(400);
        ProblemOf(response).GetProperty("errorMap").TryGetProperty("header.Prefer", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("return=minimal, Lease=\"45\"; x=y, lease=60", "45")]
    [InlineData("leases=60", null)]
    [InlineData("", null)]
    public async Task A_preference_is_read_as_RFC_7240_says(string prefer, string? seconds) =>
        (await ReadAsync(Get(("Prefer", prefer)), api => api.PreferredSeconds("lease", 30, 3600)?.TotalSeconds.ToString())).ShouldBe(seconds);

    private async Task<string?> ReadAsync(APIGatewayProxyRequest request, Func<ApiRequest, string?> read)
    {
        string? seen = null;
        var response = await _edge.GetAsync(request, (api, _) =>
        {
            seen = read(api);
            return Task.FromResult(ApiResponse.Empty(204));
        });
        response.StatusCode.ShouldBe(204, response.Body);
        return seen;
    }

    private static APIGatewayProxyRequest Get(params (string Name, string Value)[] headers) => new()
    {
        HttpMethod = "GET",
        Resource = "/cost-jobs",
        Headers = headers.ToDictionary(h => h.Name, h => h.Value),
    };
}
