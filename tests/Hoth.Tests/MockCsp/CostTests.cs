using System.Globalization;
using System.Net;
using System.Text.Json;
using Hoth.MockCsp;

namespace Hoth.Tests.MockCsp;

public sealed class CostTests
{
    [Fact]
    public async Task Costs_are_actual_up_to_now_and_forecast_from_now_when_the_range_spans_both()
    {
        await using var csp = await MockCspFixture.StartAsync();
        var clins = (await CostsAsync(csp, "p1")).GetProperty("task_orders")[0].GetProperty("clins");
        Months(clins[0].GetProperty("actual")).ShouldBe(["2026-05", "2026-06"]);
        Months(clins[0].GetProperty("forecast")).ShouldBe(["2026-06", "2026-07"]);
        clins[1].TryGetProperty("forecast", out _).ShouldBeFalse("a NON_CLOUD CLIN has none");
        var actual = clins[0].GetProperty("actual");
        actual.GetProperty("results").EnumerateArray().Sum(result => Decimal(result, "value")).ShouldBe(Decimal(actual, "total"));
    }

    [Fact]
    public async Task Costs_are_the_same_by_clin_and_in_another_server_and_differ_by_portfolio()
    {
        await using var one = await MockCspFixture.StartAsync();
        await using var other = await MockCspFixture.StartAsync();
        var costs = await CostsAsync(one, "p1");
        (await CostsAsync(other, "p1")).GetRawText().ShouldBe(costs.GetRawText());
        (await CostsAsync(one, "p2")).GetRawText().ShouldNotBe(costs.GetRawText());
        var order = costs.GetProperty("task_orders")[0];
        using var answer = await one.GetAsync($"portfolios/p1/task-orders/{order.GetProperty("task_order_id").GetString()}/clins/0001/costs?start_date=2026-05&end_date=2026-07");
        (await MockCspFixture.ReadAsync(answer)).GetProperty("actual").GetRawText().ShouldBe(order.GetProperty("clins")[0].GetProperty("actual").GetRawText());
    }

    [Theory]
    [InlineData("p/costs?start_date=2026-01&end_date=2026-02", true, HttpStatusCode.OK)]
    [InlineData("p/costs?start_date=2026-01&end_date=2026-02", false, HttpStatusCode.NotFound)]
    [InlineData("missing-1/costs?start_date=2026-01&end_date=2026-02", true, HttpStatusCode.NotFound)]
    [InlineData("p/costs?start_date=2026-01", true, HttpStatusCode.BadRequest)]
    [InlineData("p/costs?start_date=2026-01-01&end_date=2026-02", true, HttpStatusCode.BadRequest)]
    [InlineData("p/costs?start_date=2026-13&end_date=2027-02", true, HttpStatusCode.BadRequest)]
    [InlineData("p/costs?start_date=2026-03&end_date=2026-02", true, HttpStatusCode.BadRequest)]
    [InlineData($"{DemoPortfolio.Id}/task-orders/none/clins/0001/costs?start_date=2026-01&end_date=2026-02", true, HttpStatusCode.NotFound)]
    [InlineData($"{DemoPortfolio.Id}/task-orders/{DemoPortfolio.TaskOrderId}/clins/0009/costs?start_date=2026-01&end_date=2026-02", true, HttpStatusCode.NotFound)]
    [InlineData($"{DemoPortfolio.Id}/task-orders/{DemoPortfolio.TaskOrderId}/clins/0000/costs?start_date=2026-01&end_date=2026-02", true, HttpStatusCode.BadRequest)]
    public async Task Costs_answer_as_documented_when_asked_for(string path, bool anyPortfolio, HttpStatusCode expected)
    {
        await using var csp = await MockCspFixture.StartAsync(with: options => options with { AnyPortfolioHasCosts = anyPortfolio });
        using var answer = await csp.GetAsync($"portfolios/{path}");
        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Far51_pages_are_dense_and_ordered_when_read_one_after_another()
    {
        await using var csp = await MockCspFixture.StartAsync();
        List<string?> ids = [];
        for (var offset = 0; offset < 12; offset += 5)
        {
            using var page = await csp.GetAsync($"far51?start_date=2023-02&end_date=2024-01&limit=5&offset={offset}");
            ids.AddRange((await MockCspFixture.ReadAsync(page)).EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        }

        ids.ShouldBe([.. Enumerable.Range(2, 12).Select(i => $"far51-{i:D4}")]);
        using var costs = await csp.GetAsync("far51/far51-0002/costs?start_date=2023-01&end_date=2023-04");
        Months(await MockCspFixture.ReadAsync(costs)).ShouldBe(["2023-03", "2023-04"]);
    }

    [Theory]
    [InlineData("far51?start_date=2022-12&end_date=2024-01")]
    [InlineData("far51?start_date=2023-01&end_date=2024-01&limit=101")]
    [InlineData("far51?start_date=2023-01&end_date=2024-01&offset=-1")]
    public async Task Far51_is_400_when_the_query_is_wrong(string path)
    {
        await using var csp = await MockCspFixture.StartAsync();
        using var answer = await csp.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<JsonElement> CostsAsync(MockCspFixture csp, string portfolio)
    {
        using var answer = await csp.GetAsync($"portfolios/{portfolio}/costs?start_date=2026-05&end_date=2026-07");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await MockCspFixture.ReadAsync(answer);
    }

    private static IEnumerable<string?> Months(JsonElement data) => data.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("month").GetString());

    private static decimal Decimal(JsonElement element, string member) => decimal.Parse(element.GetProperty(member).GetString()!, CultureInfo.InvariantCulture);
}
