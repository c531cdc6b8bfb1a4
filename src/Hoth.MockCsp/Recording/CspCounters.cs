namespace Hoth.MockCsp.Recording;

/// <summary>What one CSP did so far. Demo resources are not counted; replays by Idempotency-Key neither.</summary>
public sealed record CspCounters(long Requests, long TokensIssued, long Portfolios, long TaskOrders, long TaskOrderUpdates, long Environments, long AdministratorUpdates, long CostExports = 0);

internal sealed class Counters
{
    private long requests, tokens, portfolios, taskOrders, taskOrderUpdates, environments, administratorUpdates, costExports;

    public void RequestReceived() => Interlocked.Increment(ref requests);

    public void TokenIssued() => Interlocked.Increment(ref tokens);

    public void PortfolioCreated() => Interlocked.Increment(ref portfolios);

    public void TaskOrderCreated() => Interlocked.Increment(ref taskOrders);

    public void TaskOrderUpdated() => Interlocked.Increment(ref taskOrderUpdates);

    public void EnvironmentCreated() => Interlocked.Increment(ref environments);

    public void AdministratorsUpdated() => Interlocked.Increment(ref administratorUpdates);

    public void CostExportCreated() => Interlocked.Increment(ref costExports);

    public CspCounters Snapshot() => new(
        Interlocked.Read(ref requests),
        Interlocked.Read(ref tokens),
        Interlocked.Read(ref portfolios),
        Interlocked.Read(ref taskOrders),
        Interlocked.Read(ref taskOrderUpdates),
        Interlocked.Read(ref environments),
        Interlocked.Read(ref administratorUpdates),
        Interlocked.Read(ref costExports));
}
