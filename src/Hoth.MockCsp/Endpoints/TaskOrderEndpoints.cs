using Hoth.MockCsp.Hosting;
using Hoth.MockCsp.Tokens;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Endpoints;

internal static class TaskOrderEndpoints
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("addTaskOrder", "POST", "/portfolios/{portfolioId}/task-orders", Scopes.WritePortfolio, Add),
        new("updateTaskOrder", "PUT", "/portfolios/{portfolioId}/task-orders/{taskOrderId}", Scopes.WritePortfolio, Update),
    ];

    private static Answer Add(CspRequest request)
    {
        var (csp, portfolioId) = (request.Csp, request.Id("portfolioId"));
        var order = request.Json() is { } input ? TaskOrderReader.Read(input, csp) : null;
        if (csp.Portfolios.Find(portfolioId) is null && !request.Violations.Any)
        {
            return Answer.NotFound("portfolio");
        }

        if (order is null || request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        return request.Complete(order, WireJson.Default.TaskOrder, new(portfolioId, portfolioId, null), () =>
        {
            csp.Portfolios.Add(portfolioId, order);
            csp.Counters.TaskOrderCreated();
        });
    }

    private static Answer Update(CspRequest request)
    {
        var (csp, portfolioId, orderId) = (request.Csp, request.Id("portfolioId"), request.Id("taskOrderId"));
        var order = request.Json() is { } input ? TaskOrderReader.Read(input, csp, orderId) : null;
        if (csp.Portfolios.Find(portfolioId)?.TaskOrder(orderId) is null && !request.Violations.Any)
        {
            return Answer.NotFound("task order in this portfolio");
        }

        if (order is null || request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        return request.Complete(order, WireJson.Default.TaskOrder, new(portfolioId, portfolioId, null), () =>
        {
            csp.Portfolios.Replace(portfolioId, order);
            csp.Counters.TaskOrderUpdated();
        });
    }
}
