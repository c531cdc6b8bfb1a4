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

    private readonly SqliteStatement _find = reader.Prepare("SELECT record FROM job WHERE job_id = ?1 AND purge_at > ?2");
    private readonly SqliteStatement _due = reader.Prepare(ListDueSql);
    private readonly SqliteStatement _delivered = reader.Prepare(ListDeliveredSql);

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
