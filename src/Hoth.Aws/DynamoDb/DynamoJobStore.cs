using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Aws.DynamoDb;

/// <summary>Job records in the one table (<see cref="HothTable"/>), an item each.</summary>
/// <param name="dynamo">The low-level client, made at the first call.</param>
/// <param name="tableName">The table.</param>
/// <param name="ids">Marks writes, and gives the jitter between tries.</param>
/// <param name="clock">Decides what has expired.</param>
public sealed class DynamoJobStore(Lazy<IAmazonDynamoDB> dynamo, string tableName, IIds ids, TimeProvider clock) : IJobStore
{
    /// <summary>With the waits between them about 3 s of somebody else always being faster: that record is in trouble.</summary>
    internal const int MaximumTries = 20;

    private readonly HothTableClient table = new(dynamo, tableName, "job store", clock);

    /// <summary>On a client that is there already.</summary>
    public DynamoJobStore(IAmazonDynamoDB dynamo, string tableName, IIds ids, TimeProvider clock)
        : this(new Lazy<IAmazonDynamoDB>(dynamo), tableName, ids, clock)
    {
    }

    /// <inheritdoc />
    public async Task<JobRecord?> FindAsync(string jobId, CancellationToken cancellationToken) =>
        await table.GetAsync(JobItem.PartitionOf(jobId), cancellationToken) is { } item ? JobItem.Read(item) : null;

    /// <inheritdoc />
    public async Task<JobRecord?> TryCreateAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var item = JobItem.Write(job with { Version = 1 }, ids.NewId());
        for (var attempt = 1; attempt <= MaximumTries; attempt++)
        {
            var there = await table.TryPutAsync(item, HothTableClient.IsFree, null, cancellationToken);
            if (there is null)
            {
                return null;
            }

            // Not every endpoint sends the item that refused along.
            if ((there.Count > 0 ? JobItem.Read(there) : await FindAsync(job.JobId, cancellationToken)) is { } holder)
            {
                return holder;
            }

            await WaitAsync(attempt, cancellationToken);
        }

        throw table.Unavailable($"job {job.JobId} is neither there nor free");
    }

    /// <inheritdoc />
    public async Task<JobUpdate> UpdateAsync(string jobId, Func<JobRecord, JobRecord?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaximumTries; attempt++)
        {
            if (await FindAsync(jobId, cancellationToken) is not { } current)
            {
                return new JobUpdate(null, Written: false);
            }

            if (change(current) is not { } wanted)
            {
                return new JobUpdate(current, Written: false);
            }

            if (await TryWriteAsync(current, wanted, cancellationToken) is { } written)
            {
                return new JobUpdate(written, Written: true);
            }

            await WaitAsync(attempt, cancellationToken);
        }

        throw table.Unavailable($"job {jobId} was changed by others {MaximumTries} times in a row");
    }

    /// <inheritdoc />
    public async Task<JobUpdate> UpdateAsync(JobRecord seen, Func<JobRecord, JobRecord?> change, CancellationToken cancellationToken) =>
        // A change that does not apply to what was seen may apply to what is there.
        change(seen) is { } wanted && await TryWriteAsync(seen, wanted, cancellationToken) is { } written
            ? new JobUpdate(written, Written: true)
            : await UpdateAsync(seen.JobId, change, cancellationToken);

    /// <inheritdoc />
    public Task<DuePage> ListDueAsync(DateTimeOffset upTo, DueCursor? after, int limit, CancellationToken cancellationToken) =>
        JobListings.DueAsync(table, upTo, after, limit, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<JobRecord>> ListDeliveredAsync(
        JobKind kind, DateTimeOffset since, string? afterJobId, int limit, CancellationToken cancellationToken) =>
        JobListings.DeliveredAsync(table, kind, since, afterJobId, limit, cancellationToken);

    /// <returns>The record as it was written; null when <paramref name="current"/> is not what is there.</returns>
    private async Task<JobRecord?> TryWriteAsync(JobRecord current, JobRecord wanted, CancellationToken cancellationToken)
    {
        var next = wanted with { JobId = current.JobId, Version = current.Version + 1 };
        var there = await table.TryPutAsync(JobItem.Write(next, ids.NewId()), HothTableClient.IsUnchanged, current.Version, cancellationToken);
        return there is null ? next : null;
    }

    /// <inheritdoc />
    public Task<OwnedPage> ListOwnedAsync(string owner, DateTimeOffset? createdAfter, OwnedCursor? after, int limit, CancellationToken cancellationToken) =>
        JobListings.OwnedAsync(table, owner, createdAfter, after, limit, cancellationToken);

    /// <summary>Full jitter, 10 ms doubling up to 320 ms. Real time: what it waits for is the table, not the host's clock.</summary>
    private Task WaitAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(10 * Math.Pow(2, Math.Min(attempt - 1, 5)) * ids.NextDouble()), TimeProvider.System, cancellationToken);
}
