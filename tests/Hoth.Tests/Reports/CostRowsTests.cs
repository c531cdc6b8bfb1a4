using System.Buffers;
using System.Text;
using System.Text.Json;
using Hoth.Reports.Work;

namespace Hoth.Tests.Reports;

/// <summary>Rows of what CSPs say about costs.</summary>
public sealed class CostRowsTests
{
    [Fact]
    public void Each_month_of_each_clin_is_a_row_actual_and_forecast()
    {
        Rows("""
            {"taskOrders":[{"taskOrderId":"t","taskOrderNumber":"N","clins":[
              {"clinNumber":"0001","actual":{"total":"3","results":[{"month":"2026-01","value":"1.00"},{"month":"2026-02","value":"2.00"}]},"forecast":{"total":"4","results":[{"month":"2026-03","value":"4.00"}]}},
              {"clinNumber":"0002","actual":{"total":"0","results":[]}}]}]}
            """).ShouldBe(
        [
            """{"csp":"c","portfolioId":"p","taskOrderId":"t","taskOrderNumber":"N","clinNumber":"0001","costKind":"actual","month":"2026-01","value":"1.00"}""",
            """{"csp":"c","portfolioId":"p","taskOrderId":"t","taskOrderNumber":"N","clinNumber":"0001","costKind":"actual","month":"2026-02","value":"2.00"}""",
            """{"csp":"c","portfolioId":"p","taskOrderId":"t","taskOrderNumber":"N","clinNumber":"0001","costKind":"forecast","month":"2026-03","value":"4.00"}""",
        ]);
    }

    [Theory]
    [InlineData("""{}""", "")]
    [InlineData("""{"taskOrders":[]}""", "")]
    [InlineData("""{"currency":"USD","taskOrders":[{"clins":[{"actual":{"results":[{"value":1.50}]}}]}]}""", """
        "currency":"USD","costKind":"actual","value":1.50
        """)]
    [InlineData("""{"taskOrders":[{"id":"t","clins":[{"id":"c","portfolioId":"x"}]}]}""", """
        "id":"t","clin.id":"c","clin.portfolioId":"x"
        """)]
    [InlineData("""{"taskOrders":[{"clins":[{"actual":{"total":"7"},"tags":{"a":[1]}}]}]}""", """
        "tags":{"a":[1]},"costKind":"actual","total":"7"
        """)]
    [InlineData("""{"note":"other API","taskOrders":"none"}""", """
        "note":"other API","taskOrders":"none"
        """)]
    public void Members_that_the_specification_does_not_have_are_kept(string answer, string columns) =>
        Rows(answer).ShouldBe(columns.Length == 0 ? [] : [$"{{\"csp\":\"c\",\"portfolioId\":\"p\",{columns}}}"]);

    private static string[] Rows(string answer)
    {
        var lines = new ArrayBufferWriter<byte>();
        using var document = JsonDocument.Parse(answer);
        new CostRows("c", "p").WriteAnswer(document.RootElement, lines);
        return Encoding.UTF8.GetString(lines.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
