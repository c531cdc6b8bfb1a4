namespace Hoth.Jobs;

/// <summary>
/// The only place where a job record changes. Each step is a pure function that returns the next record, or null when the step
/// does not apply (somebody else was first), and sets when the sweeper has to look again.
/// </summary>
public static class JobLifecycle
{
    /// <summary>How long a record answers with its result (Step Functions keeps an execution name for 90 days; some margin).</summary>
    public static TimeSpan RecordLifetime { get; } = TimeSpan.FromDays(100);

    /// <summary>How long after that the id answers 410 Gone before it is free.</summary>
    public static TimeSpan TombstoneLifetime { get; } = TimeSpan.FromDays(30);

    /// <summary>How long the sweeper leaves an unmarked outbox step to whoever is at it: longer than any function's timeout.</summary>
    public static TimeSpan OutboxGrace { get; } = TimeSpan.FromMinutes(2);

    /// <summary>An undelivered result is put on its queue afresh after this long, well before the queue's 14 days of retention end.</summary>
    public static TimeSpan ResultRefresh { get; } = TimeSpan.FromDays(10);

    /// <summary>A watch that is so long overdue has lost its message; a backlog of the watcher is far shorter.</summary>
    public static TimeSpan WatchLoss { get; } = TimeSpan.FromHours(1);

    /// <summary>When the sweeper ends the job. A watched one is left to its watcher for a moment, which asks a last time at the deadline.</summary>
    public static DateTimeOffset EndedBySweeperAt(JobRecord job) => job.Poll is null ? job.DeadlineAt : job.DeadlineAt + OutboxGrace;

    /// <summary>A new record in status Queued with its times set.</summary>
    /// <param name="job">A record with ids, request and <see cref="JobRecord.CreatedAt"/>; its other times are set here.</param>
    /// <param name="deadline">How long after its creation the job must be terminal.</param>
    /// <param name="lifetime">How long after its creation it answers with its result: longer than the deadline; null: <see cref="RecordLifetime"/>.</param>
    public static JobRecord Accept(JobRecord job, TimeSpan deadline, TimeSpan? lifetime = null) => Schedule(job with
    {
        Version = 1,
        Status = JobStatus.Queued,
        LastUpdatedAt = job.CreatedAt,
        DeadlineAt = job.CreatedAt + deadline,
        ExpiresAt = job.CreatedAt + (lifetime ?? RecordLifetime),
        PurgeAt = job.CreatedAt + (lifetime ?? RecordLifetime) + TombstoneLifetime,
    });

    /// <summary>The request is on its queue. Does not apply when that is known already.</summary>
    public static JobRecord? MarkEnqueued(JobRecord job, DateTimeOffset now) =>
        job.EnqueuedAt is not null ? null : Schedule(job with { EnqueuedAt = now, LastUpdatedAt = now });

    /// <summary>
    /// A worker takes the job by a message of its queue: one more attempt. Does not apply to a terminal job, nor to one that was taken by another
    /// message before: two workers at once would both call the CSP, the slower one after the result was recorded.
    /// </summary>
    public static JobRecord? Start(JobRecord job, string messageId, DateTimeOffset now) =>
        job.IsTerminal || (job.WorkMessageId is { } taken && taken != messageId)
            ? null
            : Schedule(job with
            {
                WorkMessageId = messageId,
                Status = job.Status == JobStatus.Cancelling ? JobStatus.Cancelling : JobStatus.Running,
                Attempt = job.Attempt + 1,
                StartedAt = job.StartedAt ?? now,
                // A worker holds the message, so it was sent, whether or not the front door lived to say so.
                EnqueuedAt = job.EnqueuedAt ?? now,
                LastUpdatedAt = now,
            });

    /// <summary>A call that must not be made twice is about to be made.</summary>
    public static JobRecord? BeginCall(JobRecord job, DateTimeOffset now) =>
        job.IsTerminal || job.CallBegunAt is not null ? null : Schedule(job with { CallBegunAt = now, LastUpdatedAt = now });

    /// <summary>What a call came to. Does not apply when a final answer is there: it is what others act on.</summary>
    public static JobRecord? RecordAnswer(JobRecord job, JobAnswer answer, DateTimeOffset now) =>
        job.IsTerminal || job.Answer is { IsFinal: true }
            ? null
            : Schedule(job with { Answer = answer, CallBegunAt = answer.IsFinal ? job.CallBegunAt : null, LastUpdatedAt = now });

    /// <summary>The CSP goes on working: the job is watched from now on. Does not apply when it is watched already.</summary>
    public static JobRecord? Watch(JobRecord job, JobPoll poll, DateTimeOffset now) =>
        job.IsTerminal || job.Poll is not null ? null : Schedule(job with { Poll = poll, LastUpdatedAt = now });

    /// <summary>
    /// The watch is on its queue (again): due as planned, now where that is over, by whichever message comes first. A watcher that was
    /// faster than this mark keeps the job.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="seen">The watch as it was when it was sent.</param>
    /// <param name="now">Now.</param>
    public static JobRecord? MarkWatchEnqueued(JobRecord job, JobPoll seen, DateTimeOffset now) =>
        job.IsTerminal || job.Poll is null
            ? null
            : Schedule(job with
            {
                Poll = job.Poll.MessageId != seen.MessageId
                    ? job.Poll with { EnqueuedAt = job.Poll.EnqueuedAt ?? now }
                    : job.Poll with { EnqueuedAt = now, NextAt = job.Poll.NextAt > now ? job.Poll.NextAt : now, MessageId = null },
                EnqueuedAt = job.EnqueuedAt ?? now,
                LastUpdatedAt = now,
            });

    /// <summary>
    /// A watcher is about to poll by a message; where nobody took the job before, its work begins. Does not apply when another message watches the job.
    /// </summary>
    public static JobRecord? ClaimWatch(JobRecord job, string messageId, DateTimeOffset now) =>
        job.IsTerminal || job.Poll is not { } poll || (poll.MessageId is { } owner && owner != messageId)
            ? null
            : Schedule(job with
            {
                Poll = poll with { MessageId = messageId, EnqueuedAt = poll.EnqueuedAt ?? now },
                Status = job.Status == JobStatus.Queued ? JobStatus.Running : job.Status,
                Attempt = job.StartedAt is null ? job.Attempt + 1 : job.Attempt,
                StartedAt = job.StartedAt ?? now,
                EnqueuedAt = job.EnqueuedAt ?? now,
                LastUpdatedAt = now,
            });

    /// <summary>The job was polled and is not over.</summary>
    public static JobRecord? MarkPolled(JobRecord job, string? status, bool blank, DateTimeOffset nextAt, DateTimeOffset now) =>
        job.IsTerminal || job.Poll is not { } poll
            ? null
            : Schedule(job with
            {
                Poll = poll with
                {
                    Count = poll.Count + 1,
                    Blanks = blank ? poll.Blanks + 1 : 0,
                    Status = status ?? poll.Status,
                    NextAt = nextAt,
                    EnqueuedAt = poll.EnqueuedAt ?? now,
                },
                LastUpdatedAt = now,
            });

    /// <summary>Where its work stands now, and how far that is.</summary>
    public static JobRecord? RecordWork(JobRecord job, JobBody work, DateTimeOffset now, JobProgress? progress = null) =>
        job.IsTerminal ? null : Schedule(job with { Work = work, Progress = progress ?? job.Progress, LastUpdatedAt = now });

    /// <summary>
    /// The client wants it stopped. A job that nobody has begun is cancelled at once; one at work is stopped by its worker. Does not apply
    /// to a terminal job, nor to one that is being cancelled.
    /// </summary>
    public static JobRecord? RequestCancel(JobRecord job, DateTimeOffset now) => job switch
    {
        { IsTerminal: true } or { Status: JobStatus.Cancelling } => null,
        { StartedAt: null } => Schedule(job with { Status = JobStatus.Cancelled, FinishedAt = now, LastUpdatedAt = now }),
        _ => Schedule(job with { Status = JobStatus.Cancelling, LastUpdatedAt = now }),
    };

    /// <summary>The job ends, once. Does not apply to a terminal job: the first result stays.</summary>
    public static JobRecord? Finish(JobRecord job, JobOutcome outcome, DateTimeOffset now) =>
        job.IsTerminal
            ? null
            : Schedule(job with
            {
                Status = outcome.Status,
                Code = outcome.Code,
                Error = outcome.Error,
                Result = outcome.Result,
                Output = outcome.Output,
                Warnings = outcome.Warnings is { Count: > 0 } warnings ? [.. warnings.Take(JobRecord.MaxWarnings)] : null,
                FinishedAt = now,
                LastUpdatedAt = now,
            });

    /// <summary>The result is on its queue (again).</summary>
    public static JobRecord? MarkResultEnqueued(JobRecord job, DateTimeOffset now) =>
        !job.IsTerminal || job.DeliveredAt is not null ? null : Schedule(job with { ResultEnqueuedAt = now, LastUpdatedAt = now });

    /// <summary>The client gets the result by this message. Does not apply when it was delivered by any message before.</summary>
    public static JobRecord? MarkDelivered(JobRecord job, string messageId, DateTimeOffset now) =>
        job.DeliveredAt is not null
            ? null
            : Schedule(job with
            {
                DeliveredAt = now,
                DeliveredMessageId = messageId,
                ResultEnqueuedAt = job.ResultEnqueuedAt ?? now,
                LastUpdatedAt = now,
            });

    /// <summary>
    /// The client has confirmed that it has the result: no message delivers it again. Does not apply when that is known already.
    /// </summary>
    public static JobRecord? MarkAcknowledged(JobRecord job, DateTimeOffset now) =>
        job is { DeliveredAt: not null, DeliveredMessageId: null }
            ? null
            : Schedule(job with
            {
                DeliveredAt = job.DeliveredAt ?? now,
                DeliveredMessageId = null,
                ResultEnqueuedAt = job.ResultEnqueuedAt ?? now,
                LastUpdatedAt = now,
            });

    /// <summary>The sweeper could not do what is owed: it looks again later, behind the others.</summary>
    public static JobRecord? Postpone(JobRecord job, DateTimeOffset until) =>
        job.NextDueAt is null || job.NextDueAt >= until ? null : job with { NextDueAt = until };

    /// <summary>Takes the bodies off an expired record; what stays is the tombstone.</summary>
    public static JobRecord? Strip(JobRecord job, DateTimeOffset now) =>
        now < job.ExpiresAt || job is { Request: null, Result: null, Output: null, Answer: null, Work: null, NextDueAt: null }
            ? null
            : job with { Request = null, Result = null, Output = null, Answer = null, Work = null, NextDueAt = null, LastUpdatedAt = now };

    /// <summary>Sets <see cref="JobRecord.NextDueAt"/>: the instant of the next thing that is owed.</summary>
    private static JobRecord Schedule(JobRecord job)
    {
        var due = job switch
        {
            { IsTerminal: false, EnqueuedAt: null } => Min(job.CreatedAt + OutboxGrace, job.DeadlineAt),
            { IsTerminal: false, Poll: { EnqueuedAt: null } } => Min(job.LastUpdatedAt + OutboxGrace, EndedBySweeperAt(job)),
            { IsTerminal: false, Poll: { } poll } => Min(poll.NextAt + WatchLoss, EndedBySweeperAt(job)),
            { IsTerminal: false } => job.DeadlineAt,
            { IsFetched: true } => job.ExpiresAt,
            { ResultEnqueuedAt: null } => job.FinishedAt!.Value + OutboxGrace,
            { DeliveredAt: null } => Min(job.ResultEnqueuedAt.Value + ResultRefresh, job.ExpiresAt),
            _ => job.ExpiresAt,
        };
        return job with { NextDueAt = due };
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}

/// <summary>How a job ended.</summary>
/// <param name="Status">Succeeded, Failed or Cancelled.</param>
/// <param name="Code">See <see cref="JobRecord.Code"/>.</param>
/// <param name="Result">The whole result as the client drains it; null for a job whose result is fetched.</param>
/// <param name="Error">Why, when Failed.</param>
public sealed record JobOutcome(JobStatus Status, int Code, JobBody? Result, JobError? Error)
{
    /// <summary>See <see cref="JobRecord.Output"/>.</summary>
    public JobOutput? Output { get; init; }

    /// <summary>See <see cref="JobRecord.Warnings"/>.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
