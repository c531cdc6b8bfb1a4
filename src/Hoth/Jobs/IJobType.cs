namespace Hoth.Jobs;

/// <summary>What differs between kinds of job; each slice supplies its own, so that acceptance, results and the sweeper are written once.</summary>
public interface IJobType
{
    /// <summary>The kind.</summary>
    JobKind Kind { get; }

    /// <summary>How long after its acceptance a job of this kind must be terminal, where its request does not say otherwise.</summary>
    TimeSpan Deadline { get; }

    /// <summary>How long after its acceptance a job of this kind answers with its result, before its id answers 410 Gone.</summary>
    TimeSpan Lifetime => JobLifecycle.RecordLifetime;

    /// <summary>The queue that its results are drained from; null: they are fetched from the job resource.</summary>
    string? ResultQueue { get; }

    /// <summary>True when one watcher does all of its work, step by step, from the start: it is watched as soon as it is accepted.</summary>
    bool IsWatchedFromStart => false;

    /// <summary>True when a job of this kind can be stopped before its end without leaving something half done behind.</summary>
    bool CanBeCancelled => false;

    /// <summary>Hands a job to its worker, or, once it is watched, to its watcher. May be called again for the same job; they cope with that.</summary>
    /// <exception cref="Ports.PortUnavailableException">It could not be handed over now.</exception>
    Task DispatchAsync(JobRecord job, CancellationToken cancellationToken);

    /// <summary>What of the client's request its result repeats.</summary>
    /// <param name="requestJson">The request as it was echoed; "null" when it is gone.</param>
    ResultRequest DescribeRequest(string requestJson) => new(requestJson);
}

/// <summary>What a result repeats of its request.</summary>
/// <param name="RequestJson"><c>content.request</c>.</param>
/// <param name="InitialSnowRequestJson"><c>initialSnowRequest</c>; null: the result has no such member.</param>
public sealed record ResultRequest(string RequestJson, string? InitialSnowRequestJson = null);

/// <summary>The kinds of job that a host serves.</summary>
public sealed class JobTypes(IEnumerable<IJobType> types)
{
    private readonly Dictionary<JobKind, IJobType> _types = types.ToDictionary(t => t.Kind);

    /// <summary>The type of a kind.</summary>
    /// <exception cref="InvalidOperationException">This host does not serve the kind.</exception>
    public IJobType this[JobKind kind] =>
        _types.TryGetValue(kind, out var type) ? type : throw new InvalidOperationException($"This host serves no jobs of kind {kind}.");

    /// <summary>The queue that results of a kind are drained from.</summary>
    /// <exception cref="InvalidOperationException">They are not drained.</exception>
    public string ResultQueueOf(JobKind kind) =>
        this[kind].ResultQueue ?? throw new InvalidOperationException($"Results of jobs of kind {kind} are fetched, not drained.");
}
