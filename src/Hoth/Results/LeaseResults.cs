using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Results;

/// <summary>
/// Lends up to 10 results to the client (<c>Prefer: lease=SECONDS</c>): nothing is deleted before it acknowledges them; what it
/// does not acknowledge in time is delivered again.
/// </summary>
public sealed class LeaseResults(
    DrainResults drain, IQueue queue, IJobStore jobs, JobTypes types, IDocumentStore documents, IIds ids, TimeProvider time, IFaultPoints faults, ILogger<LeaseResults> logger)
{
    /// <summary>The shortest lease, in seconds.</summary>
    public const int MinSeconds = 30;

    /// <summary>The longest lease, in seconds.</summary>
    public const int MaxSeconds = 3600;

    /// <summary>Leases.</summary>
    /// <param name="kind">Whose results.</param>
    /// <param name="duration"><see cref="MinSeconds"/> to <see cref="MaxSeconds"/>.</param>
    /// <param name="cancellationToken">Stops; what was received comes again when the lease would have ended.</param>
    public async Task<LeasedResults> ExecuteAsync(JobKind kind, TimeSpan duration, CancellationToken cancellationToken)
    {
        var source = types.ResultQueueOf(kind);
        while (true)
        {
            // Taken before the receive, so that the lease never seems to last longer than the queue keeps it.
            var expiresAt = time.GetUtcNow() + duration;
            var messages = await queue.LendAsync(source, DrainResults.MaxResults, duration, DrainResults.LongPoll, cancellationToken);
            if (messages.Count == 0) return new LeasedResults(null, expiresAt, []);
            // Nothing but duplicates and poison: receive again, for an empty answer says that the queue is empty.
            if (await ReadAsync(source, messages, cancellationToken) is { Count: > 0 } leased) return await StoreAsync(kind, leased, expiresAt, cancellationToken);
        }
    }

    /// <summary>The results that can be lent; duplicates of delivered ones leave the queue.</summary>
    private async Task<List<DrainResults.Candidate>> ReadAsync(string source, IReadOnlyList<ReceivedMessage> messages, CancellationToken cancellationToken)
    {
        var leased = new List<DrainResults.Candidate>();
        foreach (var candidate in await drain.ReadAsync(source, messages, cancellationToken))
        {
            var job = await jobs.FindAsync(candidate.JobId, cancellationToken);
            using var step = job is null ? null : JobStep.Begin(logger, nameof(LeaseResults), job);
            if (job?.DeliveredAt is null || job.DeliveredMessageId == candidate.Message.MessageId)
            {
                Log.ResultLeased(logger, candidate.JobId, candidate.Message.ReceiveCount);
                leased.Add(candidate);
                continue;
            }

            Log.DuplicateDropped(logger, candidate.JobId);
            await queue.DeleteAsync(source, [candidate.Message.Receipt], cancellationToken);
        }

        return leased;
    }

    private async Task<LeasedResults> StoreAsync(JobKind kind, List<DrainResults.Candidate> leased, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var leaseId = ids.NewId();
        var lease = new ResultLease(kind, expiresAt, [.. leased.Select(c => new LeasedResult(c.JobId, c.Message.Receipt, LeaseState.Held))]);
        await documents.TryPutAsync(
            new StoredDocument(ResultLease.DocumentType, leaseId, 0, lease.ToJson(), expiresAt + ResultLease.Afterlife), cancellationToken);
        faults.Reached(FaultPoint.LeaseStored);
        Log.ResultsLeased(logger, leaseId, leased.Count, expiresAt);
        return new LeasedResults(leaseId, expiresAt, [.. leased.Select(c => JobResult.WithDeliveryCount(c.Json, c.Message.ReceiveCount))]);
    }
}

/// <summary>Leased results.</summary>
/// <param name="LeaseId">For the acknowledgement; null when there was nothing to lease.</param>
/// <param name="ExpiresAt">When the lease ends.</param>
/// <param name="Items">The results as JSON texts, each with its <c>deliveryCount</c>.</param>
public sealed record LeasedResults(string? LeaseId, DateTimeOffset ExpiresAt, IReadOnlyList<string> Items);
