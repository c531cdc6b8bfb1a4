using System.Net;
using Hoth.Local.Tests.Host;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Local.Tests.Chaos;

/// <summary>What a run submits, and how the CSPs behave that are asked then.</summary>
/// <param name="Path">Where jobs are posted, drained and looked at.</param>
/// <param name="Accepted">The status of an accepted job.</param>
/// <param name="Jobs">In the order in which they are submitted.</param>
/// <param name="Csps">Name → behaviour; the host's directory says of each whether it honours idempotency keys.</param>
internal sealed record ChaosWork(string Path, HttpStatusCode Accepted, IReadOnlyList<ChaosJob> Jobs, IReadOnlyDictionary<string, CspBehaviour> Csps)
{
    /// <summary>The CSP of cost jobs.</summary>
    public const string Csp = "csp-chaos";

    private const int Portfolios = 50;

    /// <summary>Cost jobs for one CSP.</summary>
    public static ChaosWork Costs(int jobs, CspBehaviour behaviour) => new(
        "/cost-jobs",
        HttpStatusCode.Accepted,
        [.. Enumerable.Range(0, jobs).Select(i => new ChaosJob($"job-{i:0000}", TestHost.CostRequest($"job-{i:0000}", Csp, $"portfolio-{i % Portfolios}")))],
        new Dictionary<string, CspBehaviour> { [Csp] = behaviour });

    /// <summary>Cost jobs for a CSP whose costs are asynchronous: done at the second poll.</summary>
    public static ChaosWork AsyncCosts(int jobs) => Costs(jobs, new CspBehaviour { CostExports = new() { Polls = 1 } });
}

/// <summary>One job.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Body">What is posted.</param>
internal record ChaosJob(string Id, string Body);
