using Hoth.Jobs;

namespace Hoth.Ports;

/// <summary>
/// The job records: one per accepted request, the only truth about it. All writes are conditional on the version.
/// Reads are strongly consistent except the listings, which may lag by seconds.
/// </summary>
/// <remarks>Every method throws <see cref="PortUnavailableException"/> when the store cannot be reached or refuses for load.</remarks>
public interface IJobStore
{
    /// <summary>The record, or null when there is none or its tombstone has run out (<see cref="JobRecord.PurgeAt"/>).</summary>
    Task<JobRecord?> FindAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Inserts a record when its id is free. An id is free when it has no record, or one past <see cref="JobRecord.PurgeAt"/> (stores delete those late).</summary>
    /// <returns>Null when inserted; otherwise the record that holds the id.</returns>
    Task<JobRecord?> TryCreateAsync(JobRecord job, CancellationToken cancellationToken);

    /// <summary>
    /// Reads, changes and conditionally writes one record, again from the start when somebody else wrote in between.
    /// </summary>
    /// <param name="jobId">Which record.</param>
    /// <param name="change">
    /// A pure function, possibly called more than once: takes the current record, returns the wanted one, or null to leave it alone.
    /// It does not set <see cref="JobRecord.Version"/>, which the store raises by one.
    /// </param>
    /// <param name="cancellationToken">Stops between the steps.</param>
    /// <returns>The record as it is after the call, and whether this call wrote it. <see cref="JobUpdate.Job"/> is null when there is no such record.</returns>
    Task<JobUpdate> UpdateAsync(string jobId, Func<JobRecord, JobRecord?> change, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a record that this caller has read or written just now: a store whose reads cost a call begins with it instead of reading.
    /// Where somebody else wrote in between, it goes on with what they wrote.
    /// </summary>
    /// <inheritdoc cref="UpdateAsync(string, Func{JobRecord, JobRecord?}, CancellationToken)"/>
    /// <param name="seen">The record as it was last seen; however old it is, the outcome is the same.</param>
    /// <param name="change"></param>
    /// <param name="cancellationToken"></param>
    Task<JobUpdate> UpdateAsync(JobRecord seen, Func<JobRecord, JobRecord?> change, CancellationToken cancellationToken) =>
        UpdateAsync(seen.JobId, change, cancellationToken);

    /// <summary>
    /// One page of the records whose <see cref="JobRecord.NextDueAt"/> is at or before <paramref name="upTo"/>, in the order of
    /// (<see cref="JobRecord.NextDueAt"/>, <see cref="JobRecord.JobId"/>), the longest overdue first: the sweeper's list.
    /// </summary>
    /// <param name="upTo">Inclusive; now, on the host's clock.</param>
    /// <param name="after">Continues behind this place; null from the start. Records that have moved on since are not listed again unless they moved behind it.</param>
    /// <param name="limit">1 to 1000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<DuePage> ListDueAsync(DateTimeOffset upTo, DueCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Records of one kind that were delivered at or after an instant, in the order of (<see cref="JobRecord.DeliveredAt"/>, <see cref="JobRecord.JobId"/>).</summary>
    /// <param name="kind">Which kind of job.</param>
    /// <param name="since">Inclusive.</param>
    /// <param name="afterJobId">Continues behind this job among those delivered exactly at <paramref name="since"/>; null from the start.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<JobRecord>> ListDeliveredAsync(JobKind kind, DateTimeOffset since, string? afterJobId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// One page of the records of one <see cref="JobRecord.Owner"/>, newest first: in the falling order of (<see cref="JobRecord.CreatedAt"/>, <see cref="JobRecord.JobId"/>).
    /// </summary>
    /// <param name="owner">Whose.</param>
    /// <param name="createdAfter">Only records that were created after this instant; null: all.</param>
    /// <param name="after">Continues behind this place, whatever was created meanwhile; null from the newest.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<OwnedPage> ListOwnedAsync(string owner, DateTimeOffset? createdAfter, OwnedCursor? after, int limit, CancellationToken cancellationToken);
}

/// <summary>A place in the list of due records.</summary>
/// <param name="DueAt"><see cref="JobRecord.NextDueAt"/> of the last record before it.</param>
/// <param name="JobId">That record's id.</param>
public readonly record struct DueCursor(DateTimeOffset DueAt, string JobId);

/// <summary>A page of due records.</summary>
/// <param name="Jobs">At most as many as were asked for; fewer, even none, when some have moved on while they were listed.</param>
/// <param name="Next">Where the next page starts; null at the end.</param>
public sealed record DuePage(IReadOnlyList<JobRecord> Jobs, DueCursor? Next);

/// <summary>A place in the list of an owner's records.</summary>
/// <param name="CreatedAt"><see cref="JobRecord.CreatedAt"/> of the last record before it.</param>
/// <param name="JobId">That record's id.</param>
public readonly record struct OwnedCursor(DateTimeOffset CreatedAt, string JobId);

/// <summary>A page of an owner's records.</summary>
/// <param name="Jobs">At most as many as were asked for; fewer, even none, when some have been purged meanwhile.</param>
/// <param name="Next">Where the next page starts; null at the end.</param>
public sealed record OwnedPage(IReadOnlyList<JobRecord> Jobs, OwnedCursor? Next);

/// <summary>What <see cref="IJobStore.UpdateAsync"/> did.</summary>
/// <param name="Job">The record after the call; null when there is none.</param>
/// <param name="Written">True when this call changed it.</param>
public readonly record struct JobUpdate(JobRecord? Job, bool Written);
