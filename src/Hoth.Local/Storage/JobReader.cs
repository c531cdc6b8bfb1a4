using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Local.Storage;

/// <summary>Reads job records next to the writer. Records are copied out under the reader's lock and parsed outside of it.</summary>
internal sealed class JobReader(SqliteReader reader)
{
    public const string ListDueSql = """
        SELECT record FROM job
        WHERE next_due_at <= ?1 AND next_due_at >= ?2 AND (next_due_at, job_id) > (?2, ?3) AND purge_at > ?5
        ORDER BY next_due_at, job_id LIMIT ?4
        """;

    public const string ListDeliveredSql = """
        SELECT record FROM job
        WHERE kind = ?1 AND delivered_at >= ?2 AND (delivered_at, job_id) > (?2, ?3) AND purge_at > ?5
        ORDER BY delivered_at, job_id LIMIT ?4
        """;

    public const string ListOwnedSql = """
        SELECT record FROM job
        WHERE owner = ?1 AND created_at > ?2 AND created_at <= ?3 AND (created_at, job_id) < (?3, ?4) AND purge_at > ?6
        ORDER BY created_at DESC, job_id DESC LIMIT ?5
        """;

    private readonly SqliteStatement _find = reader.Prepare("SELECT record FROM job WHERE job_id = ?1 AND purge_at > ?2");
    private readonly SqliteStatement _due = reader.Prepare(ListDueSql);
    private readonly SqliteStatement _delivered = reader.Prepare(ListDeliveredSql);
    private readonly SqliteStatement _owned = reader.Prepare(ListOwnedSql);

    public JobRecord? Find(string jobId, DateTimeOffset now)
    {
        var json = reader.Read(() =>
        {
            using var find = _find.Bind(1, jobId).Bind(2, now);
            return find.Step() ? find.Blob(0).ToArray() : null;
        });
        return json is null ? null : JobTable.Deserialize(json);
    }

    public List<JobRecord> ListDue(DateTimeOffset upTo, DueCursor after, int limit, DateTimeOffset now) =>
        List(() => _due.Bind(1, upTo).Bind(2, after.DueAt).Bind(3, after.JobId ?? "").Bind(4, limit).Bind(5, now));

    public List<JobRecord> ListDelivered(JobKind kind, DateTimeOffset since, string afterJobId, int limit, DateTimeOffset now) =>
        List(() => _delivered.Bind(1, (long)kind).Bind(2, since).Bind(3, afterJobId).Bind(4, limit).Bind(5, now));

    public List<JobRecord> ListOwned(string owner, DateTimeOffset? createdAfter, OwnedCursor after, int limit, DateTimeOffset now) =>
        List(() => _owned.Bind(1, owner).Bind(2, createdAfter ?? DateTimeOffset.MinValue).Bind(3, after.CreatedAt).Bind(4, after.JobId).Bind(5, limit).Bind(6, now));

    private List<JobRecord> List(Func<SqliteStatement> query)
    {
        var rows = reader.Read(() =>
        {
            var found = new List<byte[]>();
            using var statement = query();
            while (statement.Step())
            {
                found.Add(statement.Blob(0).ToArray());
            }

            return found;
        });
        return rows.ConvertAll(static json => JobTable.Deserialize(json));
    }
}
