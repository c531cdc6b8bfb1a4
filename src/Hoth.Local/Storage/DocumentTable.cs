using Hoth.Ports;

namespace Hoth.Local.Storage;

/// <summary>Writes documents, on the writer thread.</summary>
internal sealed class DocumentTable(SqliteSession session)
{
    private const string Unexpired = "(expires_at IS NULL OR expires_at > ?4)";

    private readonly SqliteStatement _insert = session.Prepare("""
        INSERT INTO document(type, id, version, json, expires_at) VALUES(?1, ?2, 1, ?3, ?5)
        ON CONFLICT(type, id) DO UPDATE SET version = 1, json = ?3, expires_at = ?5 WHERE expires_at <= ?4
        """);

    private readonly SqliteStatement _update = session.Prepare($"""
        UPDATE document SET version = version + 1, json = ?3, expires_at = ?5 WHERE type = ?1 AND id = ?2 AND version = ?6 AND {Unexpired}
        """);

    private readonly SqliteStatement _delete = session.Prepare(
        $"DELETE FROM document WHERE type = ?1 AND id = ?2 AND version = ?3 AND {Unexpired}");

    private readonly SqliteStatement _purge = session.Prepare(
        "DELETE FROM document WHERE rowid IN (SELECT rowid FROM document WHERE expires_at <= ?1 ORDER BY expires_at LIMIT 100)");

    private DateTimeOffset _nextPurge;

    public bool TryPut(StoredDocument document, ReadOnlySpan<byte> json, DateTimeOffset now)
    {
        Purge(now);
        using var put = document.Version == 0 ? _insert : _update.Bind(6, document.Version);
        return put.Bind(1, document.Type).Bind(2, document.Id).Bind(3, json).Bind(4, now).Bind(5, document.ExpiresAt).Run() > 0;
    }

    public bool TryDelete(string type, string id, long version, DateTimeOffset now) =>
        _delete.Bind(1, type).Bind(2, id).Bind(3, version).Bind(4, now).Run() > 0;

    /// <summary>Once a minute, removes some of what has expired: it is invisible already.</summary>
    private void Purge(DateTimeOffset now)
    {
        if (now >= _nextPurge)
        {
            _purge.Bind(1, now).Run();
            _nextPurge = now + TimeSpan.FromMinutes(1);
        }
    }
}
