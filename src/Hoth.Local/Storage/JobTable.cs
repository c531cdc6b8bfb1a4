using System.Text.Json;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Local.Storage;

/// <summary>Writes job records, on the writer thread. The columns next to the record are those that are searched by.</summary>
internal sealed class JobTable(SqliteSession session)
{
    private readonly SqliteStatement _find = session.Prepare("SELECT rowid, record FROM job WHERE job_id = ?1 AND purge_at > ?2");

    // The id is free, too, when the record that has it is past its purge time.
    private readonly SqliteStatement _insert = session.Prepare("""
        INSERT INTO job(job_id, version, kind, next_due_at, delivered_at, purge_at, record, owner, created_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT(job_id) DO UPDATE SET version = ?2, kind = ?3, next_due_at = ?4, delivered_at = ?5, purge_at = ?6, record = ?7, owner = ?8, created_at = ?9
        WHERE purge_at <= ?10
        """);

    private readonly SqliteStatement _update = session.Prepare(
        "UPDATE job SET version = ?2, kind = ?3, next_due_at = ?4, delivered_at = ?5, purge_at = ?6, record = ?7 WHERE rowid = ?1");

    private readonly SqliteStatement _purge = session.Prepare(
        "DELETE FROM job WHERE rowid IN (SELECT rowid FROM job WHERE purge_at <= ?1 ORDER BY purge_at LIMIT 100)");

    private DateTimeOffset _nextPurge;

    public static byte[] Serialize(JobRecord job) => JobJson.WriteUtf8(job);

    public static JobRecord Deserialize(ReadOnlySpan<byte> json) => JobJson.Read(json);

    /// <returns>Null when inserted; otherwise the record that holds the id.</returns>
    public JobRecord? TryInsert(JobRecord job, ReadOnlySpan<byte> json, DateTimeOffset now)
    {
        Purge(now);
        using (var insert = Bind(_insert.Bind(1, job.JobId), job, json).Bind(8, job.Owner).Bind(9, job.CreatedAt).Bind(10, now))
        {
            if (insert.Run() > 0)
            {
                return null;
            }
        }

        return Find(job.JobId, now)?.Job;
    }

    public JobUpdate Update(string jobId, Func<JobRecord, JobRecord?> change, DateTimeOffset now)
    {
        if (Find(jobId, now) is not var (row, current))
        {
            return new(null, false);
        }

        if (change(current) is not { } wanted)
        {
            return new(current, false);
        }

        var next = wanted with { Version = current.Version + 1 };
        using var update = Bind(_update.Bind(1, row), next, Serialize(next));
        update.Run();
        return new(next, true);
    }

    private static SqliteStatement Bind(SqliteStatement statement, JobRecord job, ReadOnlySpan<byte> json) => statement
        .Bind(2, job.Version).Bind(3, (long)job.Kind).Bind(4, job.NextDueAt).Bind(5, job.DeliveredAt).Bind(6, job.PurgeAt).Bind(7, json);

    private (long Row, JobRecord Job)? Find(string jobId, DateTimeOffset now)
    {
        using var find = _find.Bind(1, jobId).Bind(2, now);
        return find.Step() ? (find.Int64(0), Deserialize(find.Blob(1))) : null;
    }

    /// <summary>Once a minute, removes some of what is past its purge time: it is invisible already.</summary>
    private void Purge(DateTimeOffset now)
    {
        if (now >= _nextPurge)
        {
            _purge.Bind(1, now).Run();
            _nextPurge = now + TimeSpan.FromMinutes(1);
        }
    }
}
