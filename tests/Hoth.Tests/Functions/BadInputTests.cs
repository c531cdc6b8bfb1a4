using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using static Hoth.Tests.Functions.EdgeUnderTest;

namespace Hoth.Tests.Functions;

/// <summary>The corpus of bad input: each case has its documented status, every violation is named, and nothing of the body is in any log or answer.</summary>
public sealed class BadInputTests
{
    private const string Rest = """ "portfolioId":"p1","targetCspName":"CSP_A","startDate":"2030-01","endDate":"2030-02" """;
    private const string Good = """{"requestId":"r1",""" + Rest + "}";
    private const string AllFields = "$.endDate $.portfolioId $.requestId $.startDate $.targetCspName";

    private static readonly Dictionary<string, (APIGatewayProxyRequest Request, int Status, string Violations)> Corpus = new()
    {
        ["no body"] = (Post(null), 400, "$"),
        ["empty body"] = (Post(""), 400, "$"),
        ["white space"] = (Post("  \n"), 400, "$"),
        ["not JSON"] = (Post(Mark), 400, "$"),
        ["cut off"] = (Post($$"""{"requestId":"{{Mark}}" """), 400, "$"),
        ["two values"] = (Post(Good + $"\"{Mark}\""), 400, "$"),
        ["trailing comma"] = (Post($$"""{"requestId":"{{Mark}}",}"""), 400, "$"),
        ["comment"] = (Post($$"""{"requestId":"r1" /* {{Mark}} */,{{Rest}}}"""), 400, "$"),
        ["single quotes"] = (Post($$"""{'requestId':'{{Mark}}'}"""), 400, "$"),
        ["duplicate key"] = (Post($$"""{"requestId":"r1","requestId":"{{Mark}}",{{Rest}}}"""), 400, "$"),
        ["duplicate key, escaped"] = (Post($$"""{"requestId":"r1","request\u0049d":"{{Mark}}",{{Rest}}}"""), 400, "$"),
        ["duplicate key, nested"] = (Post($$"""{"requestId":{"{{Mark}}":1,"{{Mark}}":2},{{Rest}}}"""), 400, "$"),
        ["an array"] = (Post($"""["{Mark}"]"""), 400, "$"),
        ["null"] = (Post("null"), 400, "$"),
        ["nothing in it"] = (Post("{}"), 400, AllFields),
        ["wrong types"] = (Post("""{"requestId":1,"portfolioId":true,"targetCspName":null,"startDate":["2030-01"],"endDate":{}}"""), 400, AllFields),
        ["wrong values"] = (Post($$"""{"requestId":"{{Mark}}!","portfolioId":"..","targetCspName":"","startDate":"2030-13","endDate":"2030-02-30"}"""), 400, AllFields),
        ["unknown member"] = (Post($$"""{"requestId":"r1","extra":"{{Mark}}",{{Rest}}}"""), 400, "$.extra"),
        ["unknown member with a line break"] = (Post($$"""{"requestId":"r1","e\r\nx":"{{Mark}}",{{Rest}}}"""), 400, "$.e??x"),
        ["depth 65"] = (Post(Nested(65)), 400, "$"),
        ["depth 100"] = (Post(Nested(100)), 400, "$"),
        ["depth 100,000"] = (Post(new string('[', 100_000)), 400, "$"),
        ["1 MB"] = (Post($$"""{"requestId":"{{Mark}}{{new string('x', 1024 * 1024)}}",{{Rest}}}"""), 413, ""),
        ["1 MB in base64"] = (PostBase64($$"""{"requestId":"{{Mark}}{{new string('x', 1024 * 1024)}}",{{Rest}}}"""), 413, ""),
        ["few characters, many bytes"] = (Post($$"""{"requestId":"{{Mark}}{{new string('é', 140 * 1024)}}",{{Rest}}}"""), 413, ""),
        ["one byte too many"] = (PostBase64(Padded(256 * 1024 + 1)), 413, ""),
        ["lone surrogate in a value"] = (Post($$"""{"requestId":"{{Mark}}\ud800",{{Rest}}}"""), 400, "$.requestId"),
        ["lone surrogate in a name"] = (Post($$"""{"requestId":"r1","\udc00{{Mark}}":1,{{Rest}}}"""), 400, "$"),
        ["lone surrogate, not escaped"] = (Post($$"""{"requestId":"{{Mark}}{{'\ud800'}}",{{Rest}}}"""), 400, "$"),
        ["line break in an id"] = (Post($$"""{"requestId":"{{Mark}}\r\nSet-Cookie: a=b",{{Rest}}}"""), 400, "$.requestId"),
        ["line break in an id, not escaped"] = (Post($$"""{"requestId":"{{Mark}}{{"\r\n"}}",{{Rest}}}"""), 400, "$"),
        ["dot dot"] = (Post(Good.Replace("p1", "..")), 400, "$.portfolioId"),
        ["NUL in a value"] = (Post($$"""{"requestId":"{{Mark}}\u0000",{{Rest}}}"""), 400, "$.requestId"),
        ["NUL byte"] = (Post($$"""{"requestId":"{{Mark}}{{'\0'}}",{{Rest}}}"""), 400, "$"),
        ["byte order mark"] = (Post('\uFEFF' + Good), 400, "$"),
        ["byte order mark in base64"] = (PostBase64('\uFEFF' + Good), 400, "$"),
        ["broken base64"] = (new() { Body = $"{Mark}!", IsBase64Encoded = true, HttpMethod = "POST", Resource = "/cost-jobs", Headers = Post(null).Headers }, 400, "$"),
        ["not UTF-8"] = (PostBase64([.. Encoding.UTF8.GetBytes("""{"requestId":"leak-4711"""), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("\"," + Rest + "}")]), 400, "$"),
        ["UTF-16"] = (PostBase64(Encoding.Unicode.GetBytes(Good)), 400, "$"),
        ["no content type"] = (Post(Good, null), 415, ""),
        ["text"] = (Post(Good, "text/plain"), 415, ""),
        ["form"] = (Post(Good, "application/x-www-form-urlencoded"), 415, ""),
        ["JSON in Latin-1"] = (Post(Good, "application/json; charset=iso-8859-1"), 415, ""),
        ["nonsense content type"] = (Post(Good, $"application/json; {Mark}\r\nx"), 415, ""),
        ["compressed"] = (With(Post(Good), "Content-Encoding", "gzip"), 415, ""),
    };

    public static TheoryData<string> Names => [.. Corpus.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bad_input_is_refused_with_every_violation_named_and_leaks_nothing(string name)
    {
        var (request, status, violations) = Corpus[name];
        var edge = new EdgeUnderTest();

        var response = await edge.SendAsync(request);

        response.StatusCode.ShouldBe(status);
        var problem = ProblemOf(response);
        var named = problem.TryGetProperty("errorMap", out var map) ? map.EnumerateObject().Select(p => p.Name) : [];
        string.Join(' ', named).ShouldBe(violations);
        response.Body.ShouldNotContain(Mark);
        edge.Logs.Text.ShouldNotBeEmpty();
        edge.Logs.Text.ShouldNotContain(Mark);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; Charset=UTF-8")]
    [InlineData("application/json;charset=\"utf-8\"")]
    public async Task Good_input_is_accepted_in_each_spelling_of_the_media_type(string contentType)
    {
        var response = await new EdgeUnderTest().SendAsync(Post(Good, contentType));

        response.StatusCode.ShouldBe(202, response.Body);
    }

    [Fact]
    public async Task Good_input_is_accepted_in_base64()
    {
        var response = await new EdgeUnderTest().SendAsync(PostBase64(Good));

        response.StatusCode.ShouldBe(202, response.Body);
    }

    [Fact]
    public async Task A_body_of_exactly_256_KiB_is_accepted()
    {
        var response = await new EdgeUnderTest().SendAsync(PostBase64(Padded(256 * 1024)));

        response.StatusCode.ShouldBe(202, response.Body);
    }

    [Fact]
    public async Task A_depth_of_64_reaches_the_use_case()
    {
        var response = await new EdgeUnderTest().SendAsync(Post(Nested(64)));

        string.Join(' ', ProblemOf(response).GetProperty("errorMap").EnumerateObject().Select(p => p.Name)).ShouldBe("$.requestId");
    }

    private static string Nested(int depth) =>
        $$"""{"requestId":{{new string('[', depth - 1)}}"{{Mark}}"{{new string(']', depth - 1)}},{{Rest}}}""";

    private static byte[] Padded(int bytes) => Encoding.UTF8.GetBytes(Good.PadRight(bytes));

    private static APIGatewayProxyRequest With(APIGatewayProxyRequest request, string name, string value)
    {
        request.Headers[name] = value;
        return request;
    }
}
