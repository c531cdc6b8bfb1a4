using Hoth.MockCsp.Hosting;
using Hoth.MockCsp.State;
using Hoth.MockCsp.Tokens;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Endpoints;

internal static class PortfolioEndpoints
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("addPortfolio", "POST", "/portfolios", Scopes.WritePortfolio, Add),
        new("getPortfolioById", "GET", "/portfolios/{portfolioId}", Scopes.ReadPortfolio, Get),
    ];

    private static Answer Add(CspRequest request)
    {
        var csp = request.Csp;
        var portfolio = request.Json() is { } input
            ? new Portfolio($"pf-{csp.Options.NewId()}", input.Text("name"), [.. input.List("task_orders", order => TaskOrderReader.Read(order, csp))], [])
            : null;
        if (portfolio is null || request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        return request.Complete(portfolio.Summary, WireJson.Default.PortfolioSummary, new(null, portfolio.Id, null), () =>
        {
            csp.Portfolios.Put(portfolio);
            csp.Counters.PortfolioCreated();
        });
    }

    private static Answer Get(CspRequest request)
    {
        var id = request.Id("portfolioId");
        if (request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        return request.Csp.Portfolios.Find(id) is { } portfolio
            ? Answer.Json(200, portfolio, WireJson.Default.Portfolio)
            : Answer.NotFound("portfolio");
    }
}
