using System.Text.Json;
using Hoth.Costs;
using Hoth.Json;
using Shouldly;
using Xunit;

namespace Hoth.Tests.Costs;

public sealed class CostRequestTests
{
    [Theory]
    [InlineData("2024-01", "2024-01")]
    [InlineData("2024-01-31", "2024-01")]
    [InlineData("2024-02-29", "2024-02-29")]
    [InlineData("2023-12", "2024-01-01")]
    public void A_request_is_accepted_when_its_dates_are_real_and_in_order(string start, string end)
    {
        var violations = new Violations();
        var request = Parse(Body(start: start, end: end), violations).ShouldNotBeNull();

        request.StartMonth.ShouldBe(start[..7]);
        request.EndMonth.ShouldBe(end[..7]);
        violations.Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData("2024-13", "2024-12", "$.startDate")]
    [InlineData("2023-02-29", "2024-12", "$.startDate")]
    [InlineData("2024-1", "2024-12", "$.startDate")]
    [InlineData("24-01-01", "2024-12", "$.startDate")]
    [InlineData("2024-01-01T00:00:00Z", "2024-12", "$.startDate")]
    [InlineData("2024-01", "0000-12", "$.endDate")]
    [InlineData("2024-01", "２０２４-12", "$.endDate")]
    [InlineData("2024-02", "2024-01-31", "$.endDate")]
    public void A_date_is_refused_when_it_is_not_real_or_out_of_order(string start, string end, string path)
    {
        var violations = new Violations();

        Parse(Body(start: start, end: end), violations).ShouldBeNull();
        violations.ToProblem().ErrorMap!.Keys.ShouldBe([path]);
    }

    [Fact]
    public void Every_violation_is_named_at_once()
    {
        var violations = new Violations();

        Parse("""{"requestId":"a b","portfolioId":"..","targetCspName":7,"startDate":null,"extra":1}""", violations).ShouldBeNull();

        violations.ToProblem().ErrorMap!.Keys.ShouldBe(
            ["$.endDate", "$.extra", "$.portfolioId", "$.requestId", "$.startDate", "$.targetCspName"], ignoreOrder: true);
    }

    [Fact]
    public void A_request_survives_its_json_text()
    {
        var request = Parse(Body(portfolio: "Größe / \\\"x\\\""), new Violations()).ShouldNotBeNull();

        CostRequest.FromJson(request.ToJson()).ShouldBe(request);
    }

    private static CostRequest? Parse(string json, Violations violations)
    {
        using var document = JsonDocument.Parse(json);
        return CostRequest.Parse(document.RootElement, violations);
    }

    private static string Body(string portfolio = "p1", string start = "2024-01", string end = "2024-12") =>
        $$"""{"requestId":"r1","portfolioId":"{{portfolio}}","targetCspName":"csp-a","startDate":"{{start}}","endDate":"{{end}}"}""";
}
