namespace Hoth.Local.Storage;

/// <summary>The tables. Instants are UTC ticks, texts that clients can make large are blobs of UTF-8.</summary>
internal static class StorageSchema
{
    /// <summary>Raised by one with every change of the tables; kept in the file's <c>user_version</c>.</summary>
    public const long Version = 1;

    /// <summary>
    /// <c>message.visible_at</c> is 0 for a message that is ready, otherwise the instant at which it becomes ready again: two small partial
    /// indexes tell the two apart, so that no receive walks over messages that it cannot have. <c>message_group</c> counts both kinds per
    /// group (no group is '') and orders the groups that have something ready by who is next: fewest in flight, then longest not served.
    /// </summary>
    private const string Tables = """
        CREATE TABLE queue(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

        CREATE TABLE message(
            seq INTEGER PRIMARY KEY AUTOINCREMENT, queue INTEGER NOT NULL, grp TEXT NOT NULL, visible_at INTEGER NOT NULL,
            receives INTEGER NOT NULL, sent_at INTEGER NOT NULL, trace_parent TEXT, body BLOB NOT NULL);
        CREATE INDEX message_ready ON message(queue, grp, seq) WHERE visible_at = 0;
        CREATE INDEX message_hidden ON message(queue, visible_at) WHERE visible_at > 0;

        CREATE TABLE message_group(
            queue INTEGER NOT NULL, grp TEXT NOT NULL, ready INTEGER NOT NULL, in_flight INTEGER NOT NULL, turn INTEGER NOT NULL,
            PRIMARY KEY(queue, grp)) WITHOUT ROWID;
        CREATE INDEX message_group_next ON message_group(queue, in_flight, turn) WHERE ready > 0;

        CREATE TABLE job(
            job_id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, kind INTEGER NOT NULL, next_due_at INTEGER, delivered_at INTEGER,
            purge_at INTEGER NOT NULL, record BLOB NOT NULL);
        CREATE INDEX job_due ON job(next_due_at) WHERE next_due_at IS NOT NULL;
        CREATE INDEX job_delivered ON job(kind, delivered_at, job_id) WHERE delivered_at IS NOT NULL;
        CREATE INDEX job_purge ON job(purge_at);

        CREATE TABLE document(
            type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER, json BLOB NOT NULL, UNIQUE(type, id));
        CREATE INDEX document_expiry ON document(expires_at) WHERE expires_at IS NOT NULL;
        """;

    /// <summary>Creates the tables in a new file.</summary>
    /// <exception cref="DataDirectoryVersionException">A newer Hoth wrote the file.</exception>
    public static void Ensure(SqliteSession session, string directory)
    {
        var found = ReadVersion(session);
        if (found > Version)
        {
            throw new DataDirectoryVersionException(directory, found, Version);
        }

        if (found == 0)
        {
            session.Execute($"BEGIN IMMEDIATE; {Tables} PRAGMA user_version={Version}; COMMIT;");
        }
    }

    private static long ReadVersion(SqliteSession session)
    {
        using var statement = session.Prepare("PRAGMA user_version");
        statement.Step();
        return statement.Int64(0);
    }
}
