using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Local.Storage;

/// <summary>The job records in a <see cref="SqliteDatabase"/>. An update is one operation of the only writer, so that it never has to be tried again.</summary>
public sealed class SqliteJobStore : IJobStore
{
    private readonly SqliteDatabase _database;
    private readonly JobTable _table;
    private readonly JobReader _reader;

    /// <summary>Opens the store.</summary>
    public SqliteJobStore(SqliteDatabase database)
    {
        _database = database;
        _table = database.Prepare(session => new JobTable(session));
        _reader = new JobReader(database.OpenReader());
    }

    private DateTimeOffset Now => _database.Time.GetUtcNow();

    /// <inheritdoc />
    public Task<JobRecord?> FindAsync(string jobId, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<JobRecord?>(cancellationToken)
            : Task.FromResult(_reader.Find(jobId, Now));

    /// <inheritdoc />
    public Task<JobRecord?> TryCreateAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var first = job.Version == 1 ? job : job with { Version = 1 };
        var json = JobTable.Serialize(first);
        return _database.WriteAsync(() => _table.TryInsert(first, json, Now), cancellationToken);
    }

    /// <inheritdoc />
    public Task<JobUpdate> UpdateAsync(string jobId, Func<JobRecord, JobRecord?> change, CancellationToken cancellationToken) =>
        _database.WriteAsync(() => _table.Update(jobId, change, Now), cancellationToken);

    /// <inheritdoc />
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public Task<DuePage> ListDueAsync(DateTimeOffset upTo, DueCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return Task.Run(() => PageOf(_reader.ListDue(upTo, after ?? default, limit, Now), limit), cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public Task<IReadOnlyList<JobRecord>> ListDeliveredAsync(
        JobKind kind, DateTimeOffset since, string? afterJobId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100);
        return Task.Run<IReadOnlyList<JobRecord>>(() => _reader.ListDelivered(kind, since, afterJobId ?? "", limit, Now), cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public Task<OwnedPage> ListOwnedAsync(string owner, DateTimeOffset? createdAfter, OwnedCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100);
        return Task.Run(() => PageOf(_reader.ListOwned(owner, createdAfter, after ?? new OwnedCursor(DateTimeOffset.MaxValue, ""), limit, Now), limit), cancellationToken);

        static OwnedPage PageOf(List<JobRecord> jobs, int limit) =>
            new(jobs, jobs.Count < limit ? null : new OwnedCursor(jobs[^1].CreatedAt, jobs[^1].JobId));
    }

    private static DuePage PageOf(List<JobRecord> jobs, int limit) =>
        new(jobs, jobs.Count < limit ? null : new DueCursor(jobs[^1].NextDueAt!.Value, jobs[^1].JobId));
}
