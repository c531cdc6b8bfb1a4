using System.Globalization;
using Hoth.MockCsp.Costs;
using Hoth.MockCsp.Far51;
using Hoth.MockCsp.Hosting;
using Hoth.MockCsp.Tokens;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Endpoints;

internal static class Far51Endpoints
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("getFarPart51Authorizations", "GET", "/far51", Scopes.ReadPortfolio, List),
        new("getCostsByFar51Authorization", "GET", "/far51/{far51AuthorizationId}/costs", Scopes.ReadCost, Costs),
    ];

    private static Answer List(CspRequest request)
    {
        var range = MonthRange.Read(request, MonthRange.EarliestFar51);
        var (limit, offset) = (Number(request, "limit", 10, 1, 100), Number(request, "offset", 0, 0, int.MaxValue));
        if (request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        IReadOnlyList<Far51Authorization> page =
            [.. Far51Register.All.Where(authorization => range.Contains(Month.Of(authorization.CreatedAt))).Skip(offset).Take(limit)];
        return Answer.Json(200, page, WireJson.Default.IReadOnlyListFar51Authorization);
    }

    private static Answer Costs(CspRequest request)
    {
        var (id, range) = (request.Id("far51AuthorizationId"), MonthRange.Read(request, MonthRange.EarliestFar51));
        if (request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        if (Far51Register.Find(id) is not { } authorization)
        {
            return Answer.NotFound("FAR Part 51 authorization");
        }

        var now = Month.Of(request.Csp.Time.GetUtcNow());
        var last = Math.Min(now.Index, Month.Of(authorization.PopEndDate).Index);
        return Answer.Json(200, CostCalculator.Actual(id, range.Within(Month.Of(authorization.PopStartDate), new(last))), WireJson.Default.CostData);
    }

    private static int Number(CspRequest request, string name, int standard, int min, int max)
    {
        var values = request.Http.Request.Query[name];
        if (values.Count == 0)
        {
            return standard;
        }

        if (values.Count == 1 && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        request.Violations.Add($"query.{name}", $"must be one whole number from {min} to {max}");
        return standard;
    }
}
