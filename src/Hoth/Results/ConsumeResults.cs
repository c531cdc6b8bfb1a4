using Hoth.Jobs;

namespace Hoth.Results;

/// <summary>
/// What <c>GET /cost-jobs</c> and its likes do: drain, lease, or deliver again, as the client asks. One implementation for all kinds
/// of job that have a result queue.
/// </summary>
public sealed class ConsumeResults(DrainResults drain, LeaseResults lease, RedeliverResults redeliver)
{
    /// <summary>Consumes.</summary>
    /// <param name="kind">Whose results.</param>
    /// <param name="request">What the client asks for.</param>
    /// <param name="cancellationToken">Stops; nothing is lost.</param>
    public async Task<ConsumedResults> ExecuteAsync(JobKind kind, ConsumeRequest request, CancellationToken cancellationToken)
    {
        if (request.RedeliverSince is { } since)
        {
            var again = await redeliver.ExecuteAsync(kind, since, request.After, cancellationToken);
            return new ConsumedResults(again.Items) { NextSince = again.NextSince, NextAfter = again.NextAfter };
        }

        if (request.Lease is { } duration)
        {
            var leased = await lease.ExecuteAsync(kind, duration, cancellationToken);
            return new ConsumedResults(leased.Items) { LeaseId = leased.LeaseId, LeaseExpiresAt = leased.ExpiresAt };
        }

        return new ConsumedResults(await drain.ExecuteAsync(kind, cancellationToken));
    }
}

/// <summary>What a client asks for; all null: a plain drain.</summary>
/// <param name="Lease"><c>Prefer: lease=SECONDS</c>: 30 s to 1 h.</param>
/// <param name="RedeliverSince"><c>?redeliverSince=INSTANT</c>.</param>
/// <param name="After"><c>?after=JOBID</c>: the next page of a redelivery.</param>
public sealed record ConsumeRequest(TimeSpan? Lease = null, DateTimeOffset? RedeliverSince = null, string? After = null);

/// <summary>Results for the client.</summary>
/// <param name="Items">JSON texts, at most 10.</param>
public sealed record ConsumedResults(IReadOnlyList<string> Items)
{
    /// <summary>The lease, when one was asked for and there was something to lease.</summary>
    public string? LeaseId { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>Where the next page of a redelivery starts; null at its end.</summary>
    public DateTimeOffset? NextSince { get; init; }

    /// <summary>See <see cref="NextSince"/>.</summary>
    public string? NextAfter { get; init; }
}
