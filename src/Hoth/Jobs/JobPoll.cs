namespace Hoth.Jobs;

/// <summary>Where the watch over a job that takes several steps stands: a CSP works on it, or its watcher does.</summary>
/// <param name="Target">What is polled: an absolute URI within the CSP's configured base; null where <see cref="JobRecord.Work"/> says what is next.</param>
/// <param name="NextAt">When it is polled next.</param>
public sealed record JobPoll(Uri? Target, DateTimeOffset NextAt)
{
    /// <summary>How often it was polled.</summary>
    public int Count { get; init; }

    /// <summary>Polls in a row without a usable answer (404, malformed); some are tolerated.</summary>
    public int Blanks { get; init; }

    /// <summary>The last status that the CSP reported.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// The queue message that watches the job, claimed at its first poll; another message for it is a duplicate that the outbox sent: drop.
    /// Null before, and after the watch was sent again because that message seemed lost.
    /// </summary>
    public string? MessageId { get; init; }

    /// <summary>Outbox mark: the watch is on its queue.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }
}
