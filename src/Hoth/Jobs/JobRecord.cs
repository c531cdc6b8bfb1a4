namespace Hoth.Jobs;

/// <summary>
/// Everything Hoth knows about one accepted request, and what is still owed for it (the outbox marks). Immutable: only
/// <see cref="JobLifecycle"/> makes the next state, only the job store writes it, conditionally on <see cref="Version"/>.
/// </summary>
public sealed record JobRecord
{
    /// <summary>So many warnings are kept.</summary>
    public const int MaxWarnings = 20;

    /// <summary>The client's id: 1 to 80 of <c>A-Z a-z 0-9 _ -</c>, one namespace over all kinds.</summary>
    public required string JobId { get; init; }

    /// <summary>What it does.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>Made by Hoth; names executions, artifacts and CSP idempotency keys, so that a client's id reused after its record has expired never collides.</summary>
    public required string InstanceId { get; init; }

    /// <summary>SHA-256 (hex) of the canonical JSON of the request: tells a repeated request from another one with the same id.</summary>
    public required string RequestHash { get; init; }

    /// <summary>1 after the insert, raised by one at every write.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Where in its lifecycle it is.</summary>
    public JobStatus Status { get; init; } = JobStatus.Queued;

    /// <summary>Message group for fair queues: the portfolio, or the job itself where there is none yet.</summary>
    public required string GroupId { get; init; }

    /// <summary>The target CSP's name in the directory; null for kinds that have none.</summary>
    public string? Csp { get; init; }

    /// <summary>
    /// Who may see it: the subject of the token it was asked for with. Null for jobs of SNOW, which every caller of SNOW's routes may see.
    /// </summary>
    public string? Owner { get; init; }

    /// <summary>True when the client fetches the result from the job resource: there is no queue to put it on, and nothing to deliver.</summary>
    public bool IsFetched { get; init; }

    /// <summary>The accepted request, as it is echoed. Null once stripped (<see cref="ExpiresAt"/>).</summary>
    public JobBody? Request { get; init; }

    /// <summary>The terminal result as the client drains it; null before, once stripped, and for a job whose result is fetched.</summary>
    public JobBody? Result { get; init; }

    /// <summary>The result's code: the last CSP HTTP status, or 504, 502 or 500 where there was none (contract, Result). Null before.</summary>
    public int? Code { get; init; }

    /// <summary>Why it failed; only when <see cref="Status"/> is Failed.</summary>
    public JobError? Error { get; init; }

    /// <summary>What a succeeded job brought forth, where its result is fetched; null before, and once stripped.</summary>
    public JobOutput? Output { get; init; }

    /// <summary>What went wrong without making the job fail; at most <see cref="MaxWarnings"/>; null when nothing did.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>How far it is, where that can be said in numbers.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>What the last call for the job came to; kinds that act on an answer in a later step keep it here. Null before, and once stripped.</summary>
    public JobAnswer? Answer { get; init; }

    /// <summary>
    /// When a call was begun that must not be made twice, and whose outcome is not on the record yet. Found set by a later attempt, the
    /// outcome is unknown for good.
    /// </summary>
    public DateTimeOffset? CallBegunAt { get; init; }

    /// <summary>The watch over a job that the CSP works on; null when there is none.</summary>
    public JobPoll? Poll { get; init; }

    /// <summary>
    /// Where the work of several steps stands, in the form of whoever does it: an asynchronous HTTP job, a report. Null when there is none, and once stripped.
    /// </summary>
    public JobBody? Work { get; init; }

    /// <summary>Correlation id of the request that created it.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>W3C trace context of that request, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>How often a worker took it.</summary>
    public int Attempt { get; init; }

    /// <summary>
    /// The queue message by which workers take it (the instance id where an execution hands it over); it stays on its queue until the job has ended. Another message for this job is a duplicate
    /// that the outbox sent: drop. Null before a worker first took it.
    /// </summary>
    public string? WorkMessageId { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a worker first took it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The last change.</summary>
    public required DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>When it became terminal.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>By then it is terminal, whatever happens; a watched one within two minutes of it, after a last poll.</summary>
    public required DateTimeOffset DeadlineAt { get; init; }

    /// <summary>From then on the id answers 410 Gone and the bodies are stripped.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>From then on the id is free again.</summary>
    public required DateTimeOffset PurgeAt { get; init; }

    /// <summary>Outbox mark: the request is on its queue.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>Outbox mark: the result is on its queue.</summary>
    public DateTimeOffset? ResultEnqueuedAt { get; init; }

    /// <summary>Outbox mark: the client has drained or acknowledged the result.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>
    /// The queue message by which it was delivered. The same message coming again means that an answer may have been lost: deliver again.
    /// Another message for a delivered job is a duplicate that the outbox sent: drop. Null when the client has acknowledged the result: drop them all.
    /// </summary>
    public string? DeliveredMessageId { get; init; }

    /// <summary>When the sweeper must look at it if nothing else happens before; null when nothing is owed any more.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Succeeded, Failed or Cancelled.</summary>
    public bool IsTerminal => Status is JobStatus.Succeeded or JobStatus.Failed or JobStatus.Cancelled;
}
