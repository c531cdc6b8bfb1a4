using System.Collections.Concurrent;

namespace Hoth.MockCsp.State;

/// <summary>
/// The portfolios of one CSP. Records are immutable, so readers need no lock; writers hold <see cref="CspInstance.Gate"/>,
/// because they read before they write.
/// </summary>
internal sealed class PortfolioStore
{
    private readonly ConcurrentDictionary<string, Portfolio> portfolios = new(StringComparer.Ordinal);

    public Portfolio? Find(string id) => portfolios.GetValueOrDefault(id);

    public void Put(Portfolio portfolio) => portfolios[portfolio.Id] = portfolio;

    public void Add(string portfolioId, TaskOrder order)
    {
        var portfolio = portfolios[portfolioId];
        Put(portfolio with { TaskOrders = portfolio.TaskOrders.Add(order) });
    }

    public void Replace(string portfolioId, TaskOrder order)
    {
        var portfolio = portfolios[portfolioId];
        Put(portfolio with { TaskOrders = portfolio.TaskOrders.Replace(portfolio.TaskOrder(order.Id)!, order) });
    }

    public void Add(string portfolioId, CspEnvironment environment)
    {
        var portfolio = portfolios[portfolioId];
        Put(portfolio with { Environments = portfolio.Environments.Add(environment) });
    }

    public void AddAdministrators(string portfolioId, string environmentId, IReadOnlyList<Operator> operators)
    {
        var portfolio = portfolios[portfolioId];
        var environment = portfolio.Environment(environmentId)!;
        var others = environment.Administrators.RemoveAll(old => operators.Any(added => added.DodId == old.DodId));
        Put(portfolio with { Environments = portfolio.Environments.Replace(environment, environment with { Administrators = others.AddRange(operators) }) });
    }
}
