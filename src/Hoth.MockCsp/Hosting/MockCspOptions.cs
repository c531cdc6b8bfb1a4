using System.Security.Cryptography;
using Hoth.MockCsp.Behaviours;

namespace Hoth.MockCsp;

/// <summary>What a <see cref="MockCspServer"/> offers. Checked at start, all violations at once.</summary>
public sealed record MockCspOptions
{
    /// <summary>An http address with an IP address or <c>localhost</c> as host. Port 0, the default, takes a free one.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:0");

    /// <summary>CSP name (the first path segment) → how it behaves. Names match <c>[a-z0-9][a-z0-9-]{0,62}</c>.</summary>
    public IReadOnlyDictionary<string, CspBehaviour> Csps { get; init; } = DemoCsps.All;

    /// <summary>
    /// Costs are answered for portfolios that were never created here, so that costs can be tried without provisioning first.
    /// Ids that start with <c>missing</c> are 404 all the same.
    /// </summary>
    public bool AnyPortfolioHasCosts { get; init; } = true;

    /// <summary>Every CSP starts with the portfolio <see cref="DemoPortfolio.Id"/>, so that sample events have something to work on.</summary>
    public bool WithDemoPortfolio { get; init; } = true;

    /// <summary>Keep what was received for <see cref="MockCspServer.Requests"/>. Switch off in benchmarks.</summary>
    public bool RecordRequests { get; init; } = true;

    /// <summary>Requests kept per CSP; the oldest are dropped first. 1 and more.</summary>
    public int MaxRecordedRequests { get; init; } = 100_000;

    /// <summary>Makes the ids of resources and provisioning jobs; each must be new.</summary>
    public Func<string> NewId { get; init; } = () => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
