using System.Collections.Frozen;
using Hoth.HttpJobs.Expressions;

namespace Hoth.HttpJobs.Definitions;

/// <summary>What a definition says of the steps of its jobs.</summary>
internal sealed record HttpJobSteps
{
    public required CreationStep Creation { get; init; }

    public required Requester Polling { get; init; }

    /// <summary>Takes the status out of an answer to a poll.</summary>
    public required Template Status { get; init; }

    public required FrozenDictionary<string, RemoteStatus> StatusMapping { get; init; }

    public required Requester? TargetRequester { get; init; }

    /// <summary>Null: one download, without a target.</summary>
    public required JsonPath? TargetExtractor { get; init; }

    public required DownloadRetriever Download { get; init; }

    public required Requester? Abort { get; init; }

    public required Requester? Delete { get; init; }

    /// <summary>How long one try may be polled. The remote's own timeout is a status.</summary>
    public required TimeSpan PollingTimeout { get; init; }

    /// <summary>Between the first two polls, where the server does not say.</summary>
    public required TimeSpan PollingInterval { get; init; }

    /// <summary>Between two tries.</summary>
    public required TimeSpan RetryWait { get; init; }

    /// <summary>1 to 3.</summary>
    public required int MaxTries { get; init; }

    /// <summary>Every request that there is.</summary>
    public IEnumerable<Requester> Requesters =>
        new[] { Creation.Requester, Creation.Adoption, Polling, TargetRequester, Download.Requester, Abort, Delete }.OfType<Requester>();

    /// <summary>Everything that expressions refer to: what is kept of answers.</summary>
    public required IReadOnlyList<ValuePath> Paths { get; init; }
}
