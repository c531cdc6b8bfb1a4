using System.Net;
using System.Text.Json;
using Hoth.Local.Demo;

namespace Hoth.Local.Tests.Demo;

public sealed class SampleExpectationTests
{
    private static readonly SampleExpectation Refusal = new("", null, 400, null, "INVALID_INPUT", ["$.a", "$.b"], null, null, null);
    private static readonly SampleExpectation Job = new("", null, 201, null, null, null, "j", new SampleResult("SUCCEEDED", 200), ["dashboardLink"]);

    [Theory]
    [InlineData(400, """{"code":"INVALID_INPUT","errorMap":{"$.b":["x"],"$.a":["y"]}}""", null)]
    [InlineData(409, "{}", "400 was expected")]
    [InlineData(400, """{"code":"UNKNOWN_CSP"}""", "INVALID_INPUT was expected")]
    [InlineData(400, """{"code":"INVALID_INPUT","errorMap":{"$.a":["y"]}}""", "$.a, $.b were expected")]
    public void Mistake_says_what_was_expected_of_an_answer(int status, string body, string? mistake)
    {
        using var answer = new HttpResponseMessage((HttpStatusCode)status);
        Refusal.MistakeOf(answer, body).ShouldBe(mistake);
    }

    [Theory]
    [InlineData("SUCCEEDED", 200, """{"dashboardLink":"x"}""", null)]
    [InlineData("FAILED", 200, """{"dashboardLink":"x"}""", "SUCCEEDED 200 was expected")]
    [InlineData("SUCCEEDED", 200, """{"status":"SUCCESS"}""", "dashboardLink was expected in the response")]
    [InlineData("SUCCEEDED", 200, "null", "dashboardLink was expected in the response")]
    public void Mistake_says_what_was_expected_of_a_result(string outcome, int code, string response, string? mistake) =>
        Job.MistakeOf(new DrainedResult(new SampleResult(outcome, code), JsonSerializer.Deserialize<JsonElement>(response))).ShouldBe(mistake);

    [Fact]
    public void Result_that_never_came_is_a_mistake() => Job.MistakeOf(null).ShouldBe("SUCCEEDED 200 was expected");

    [Fact]
    public void Samples_are_those_of_both_slices_in_order()
    {
        var samples = SampleEvent.LoadAll();

        samples.Select(sample => sample.Slice).Distinct().ShouldBe(["costs", "provisioning"]);
        samples.Select(sample => sample.Name).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        samples.ShouldAllBe(sample => sample.Expected.Description.Length > 0);
    }
}
