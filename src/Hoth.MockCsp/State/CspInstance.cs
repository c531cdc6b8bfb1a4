using System.Collections.Concurrent;
using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Exports;
using Hoth.MockCsp.Recording;
using Hoth.MockCsp.State;
using Hoth.MockCsp.Tokens;

namespace Hoth.MockCsp;

/// <summary>One CSP: its script, its resources, and what it remembers of its clients.</summary>
internal sealed class CspInstance
{
    private readonly ConcurrentDictionary<(int Fault, string Operation, string Job), int> faultsSeen = new();
    private volatile CspBehaviour behaviour;

    public CspInstance(string name, CspBehaviour behaviour, MockCspOptions options, TimeProvider time)
    {
        (Name, this.behaviour, Options, Time) = (name, behaviour, options, time);
        Tokens = new(time);
        Jobs = new(time);
        Log = new(options.MaxRecordedRequests);
        Replays = new(options.MaxRecordedRequests);
        if (options.WithDemoPortfolio)
        {
            Portfolios.Put(DemoPortfolio.Create(name));
            Jobs.AddSucceeded(DemoPortfolio.ProvisioningJobId, new(DemoPortfolio.Id, DemoPortfolio.Id, DemoPortfolio.EnvironmentId));
        }
    }

    public string Name { get; }

    public MockCspOptions Options { get; }

    public TimeProvider Time { get; }

    /// <summary>Held while a write is served.</summary>
    public Lock Gate { get; } = new();

    public PortfolioStore Portfolios { get; } = new();

    public ProvisioningJobs Jobs { get; }

    public ExportStore Exports { get; } = new();

    public TokenStore Tokens { get; }

    public ReplayCache Replays { get; }

    public RequestLog Log { get; }

    public Counters Counters { get; } = new();

    /// <summary>Replacing the script forgets which of its faults happened already.</summary>
    public CspBehaviour Behaviour
    {
        get => behaviour;
        set
        {
            behaviour = value;
            faultsSeen.Clear();
        }
    }

    /// <summary>The fault that this request meets, counted; or null.</summary>
    public Fault? NextFault(CspBehaviour script, string operation, string job)
    {
        for (var i = 0; i < script.Faults.Count; i++)
        {
            var fault = script.Faults[i];
            var applies = fault.Operations.Count == 0 ? operation != TokenEndpoint.Operation.Id : fault.Operations.Contains(operation, StringComparer.Ordinal);
            if (applies && (fault.Times is not { } times || faultsSeen.AddOrUpdate((i, operation, job), 1, (_, seen) => seen + 1) <= times))
            {
                return fault;
            }
        }

        return null;
    }
}
