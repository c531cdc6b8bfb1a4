using System.Text.Json;
using Hoth.CloudProviders;

namespace Hoth.Tests.CloudProviders;

public sealed class Far51Tests : IAsyncLifetime
{
    private static readonly CspCall Call = new("i", TimeSpan.FromSeconds(50));
    private CspFixture _fixture = null!;

    private ScriptedCsp Server => _fixture.Server;

    public async Task InitializeAsync() => _fixture = await CspFixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(250, 3)]
    public async Task All_pages_are_one_list_in_their_order(int authorizations, int calls)
    {
        Server.Answer = c => PageAsync(c, authorizations);

        var answer = (await _fixture.Client.GetFar51AuthorizationsAsync(_fixture.Csp, CspFixture.Months, Call, default)).ShouldBeAnswered(200);

        using var all = JsonDocument.Parse(answer.BodyJson!);
        all.RootElement.EnumerateArray().Select(a => a.GetProperty("contractNumber").GetInt32()).ShouldBe(Enumerable.Range(0, authorizations));
        Server.Requests.Select(r => r.Target).ShouldBe(
            Enumerable.Range(0, calls).Select(i => $"/atat/far51?start_date=2026-01&end_date=2026-03&limit=100&offset={i * 100}"));
    }

    [Fact]
    public async Task A_page_that_fails_is_the_outcome()
    {
        Server.Answer = c => c.Request.Query["offset"] == "100" ? ScriptedCsp.JsonAsync(c, 404, "{}") : PageAsync(c, 250);

        (await _fixture.Client.GetFar51AuthorizationsAsync(_fixture.Csp, CspFixture.Months, Call, default)).ShouldBeAnswered(404);

        Server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"items":[]}""")]
    [InlineData("endless")]
    public async Task A_list_that_is_none_or_has_no_end_is_malformed(string body)
    {
        Server.Answer = c => body == "endless" ? PageAsync(c, int.MaxValue) : ScriptedCsp.JsonAsync(c, 200, body);

        (await _fixture.Client.GetFar51AuthorizationsAsync(_fixture.Csp, CspFixture.Months, Call, default)).ShouldBeFailed(CspFailureKind.Malformed);
    }

    [Fact]
    public async Task Costs_are_asked_for_as_specified()
    {
        Server.Answer = c => ScriptedCsp.JsonAsync(c, 200, """{"total":"1.00"}""");

        var outcome = await _fixture.Client.GetCostsByFar51AuthorizationAsync(_fixture.Csp, "a/1", CspFixture.Months, Call, default);

        outcome.ShouldBeAnswered(200).BodyJson.ShouldBe("""{"total":"1.00"}""");
        Server.Requests.ShouldHaveSingleItem().Target.ShouldBe("/atat/far51/a%2F1/costs?start_date=2026-01&end_date=2026-03");
    }

    private static Task PageAsync(Microsoft.AspNetCore.Http.HttpContext http, int all)
    {
        var (limit, offset) = (int.Parse(http.Request.Query["limit"]!), int.Parse(http.Request.Query["offset"]!));
        var items = Enumerable.Range(offset, Math.Max(0, Math.Min(limit, all - offset))).Select(i => $$"""{"contract_number":{{i}}}""");
        return ScriptedCsp.JsonAsync(http, 200, $"[{string.Join(',', items)}]");
    }
}
