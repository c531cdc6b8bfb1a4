using Hoth.MockCsp.Costs;
using Hoth.MockCsp.Hosting;
using Hoth.MockCsp.State;
using Hoth.MockCsp.Tokens;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Endpoints;

internal static class CostEndpoints
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("getCostsByPortfolio", "GET", "/portfolios/{portfolioId}/costs", Scopes.ReadCost, ByPortfolio),
        new("getCostsByCLIN", "GET", "/portfolios/{portfolioId}/task-orders/{taskOrderId}/clins/{clin}/costs", Scopes.ReadCost, ByClin),
    ];

    private static Answer ByPortfolio(CspRequest request)
    {
        var (portfolioId, range) = (request.Id("portfolioId"), MonthRange.Read(request, MonthRange.EarliestCost));
        var orders = OrdersOf(request.Csp, portfolioId);
        if (orders is not null && request.Csp.Behaviour.EnforcesPeriodsOfPerformance)
        {
            CheckPeriod(request, range, [.. orders.Select(order => order.PopStartDate)], [.. orders.Select(order => order.PopEndDate)]);
        }

        if (request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        if (orders is null)
        {
            return Answer.NotFound("portfolio");
        }

        return Answer.Json(200, CostsOf(request.Csp, orders, range), WireJson.Default.PortfolioCosts);
    }

    /// <summary>The costs of task orders, up to now and as they are expected from now on.</summary>
    public static PortfolioCosts CostsOf(CspInstance csp, IReadOnlyList<TaskOrder> orders, MonthRange range)
    {
        var now = Month.Of(csp.Time.GetUtcNow());
        return new([.. orders.Select(order => CostsOf(order, range, now))]);
    }

    /// <summary>The task orders whose costs a portfolio has; null for an unknown one.</summary>
    public static IReadOnlyList<TaskOrder>? OrdersOf(CspInstance csp, string portfolioId) =>
        csp.Portfolios.Find(portfolioId)?.TaskOrders
        ?? (csp.Options.AnyPortfolioHasCosts && !portfolioId.StartsWith("missing", StringComparison.Ordinal) ? [StandIn(portfolioId)] : null);

    private static Answer ByClin(CspRequest request)
    {
        var (portfolioId, orderId, number) = (request.Id("portfolioId"), request.Id("taskOrderId"), request.Id("clin"));
        var range = MonthRange.Read(request, MonthRange.EarliestCost);
        if (!Patterns.ClinNumber.IsMatch(number))
        {
            request.Violations.Add("path.clin", "must be four digits, 0001 to 9999");
        }

        var clin = OrdersOf(request.Csp, portfolioId)?.FirstOrDefault(order => order.Id == orderId)?.Clins.FirstOrDefault(clin => clin.ClinNumber == number);
        if (clin is not null && request.Csp.Behaviour.EnforcesPeriodsOfPerformance)
        {
            CheckPeriod(request, range, [clin.PopStartDate], [clin.PopEndDate]);
        }

        if (request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        return clin is null
            ? Answer.NotFound("CLIN in this portfolio and task order")
            : Answer.Json(200, CostCalculator.Of(orderId, clin, range, Month.Of(request.Csp.Time.GetUtcNow())), WireJson.Default.CostsByKind);
    }

    private static TaskOrderCosts CostsOf(TaskOrder order, MonthRange range, Month now) => new(order.Id, order.TaskOrderNumber, [.. order.Clins.Select(clin =>
    {
        var costs = CostCalculator.Of(order.Id, clin, range, now);
        return new ClinCosts(clin.ClinNumber, costs.Actual, costs.Forecast);
    })]);

    /// <summary>What a portfolio that was never created is taken to hold: see <see cref="MockCspOptions.AnyPortfolioHasCosts"/>.</summary>
    private static TaskOrder StandIn(string portfolioId) => new(
        $"to-{portfolioId}",
        "STANDIN0001",
        [
            new("0001", "CLOUD", "UNCLASSIFIED", DateOnly.MinValue, DateOnly.MaxValue),
            new("0002", "NON_CLOUD", null, DateOnly.MinValue, DateOnly.MaxValue),
        ],
        DateOnly.MinValue,
        DateOnly.MaxValue);

    private static void CheckPeriod(CspRequest request, MonthRange range, IReadOnlyList<DateOnly> starts, IReadOnlyList<DateOnly> ends)
    {
        if (request.Violations.Any || starts.Count == 0)
        {
            return;
        }

        if (range.Start.Index < Month.Of(starts.Min()).Index)
        {
            request.Violations.Add("query.start_date", "must not precede the period of performance");
        }

        if (range.End.Index > Month.Of(ends.Max()).Index)
        {
            request.Violations.Add("query.end_date", "must not exceed the period of performance");
        }
    }
}
