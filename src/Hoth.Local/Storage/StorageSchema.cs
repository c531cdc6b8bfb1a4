namespace Hoth.Local.Storage;

/// <summary>The tables. Instants are UTC ticks, texts that clients can make large are blobs of UTF-8.</summary>
internal static class StorageSchema
{
    /// <summary>Raised by one with every change of the tables; kept in the file's <c>user_version</c>.</summary>
    public const long Version = 5;

    /// <summary>
    /// <c>message.visible_at</c> is 0 for a message that is ready, otherwise the instant at which it becomes ready again: two small partial
    /// indexes tell the two apart, so that no receive walks over messages that it cannot have. <c>message_group</c> counts both kinds per
    /// group (no group is '') and orders the groups that have something ready by who is next: fewest in flight, then longest not served.
    /// </summary>
    private const string QueuesJobsAndDocuments = """
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

    /// <summary>
    /// <c>execution_frame</c> says where each graph of a running execution is; its <c>branch</c> is empty for the machine's own graph, else the
    /// numbers of the branches that lead there, each after a slash. <c>end_told</c> is 0 while somebody has to hear of a bad end.
    /// </summary>
    private const string Executions = """
        CREATE TABLE state_machine(hash TEXT PRIMARY KEY, definition BLOB NOT NULL) WITHOUT ROWID;

        CREATE TABLE execution(
            name TEXT NOT NULL UNIQUE, workflow TEXT NOT NULL, definition TEXT NOT NULL, status INTEGER NOT NULL, input BLOB NOT NULL,
            output TEXT, error TEXT, cause TEXT, started_at INTEGER NOT NULL, ended_at INTEGER, end_told INTEGER NOT NULL,
            events INTEGER NOT NULL, purge_at INTEGER);
        CREATE INDEX execution_running ON execution(started_at) WHERE status = 0;
        CREATE INDEX execution_untold ON execution(ended_at) WHERE end_told = 0;
        CREATE INDEX execution_purge ON execution(purge_at) WHERE purge_at IS NOT NULL;

        CREATE TABLE execution_frame(execution TEXT NOT NULL, branch TEXT NOT NULL, frame BLOB NOT NULL, PRIMARY KEY(execution, branch)) WITHOUT ROWID;

        CREATE TABLE execution_event(
            id INTEGER PRIMARY KEY, execution TEXT NOT NULL, at INTEGER NOT NULL, type INTEGER NOT NULL, branch TEXT NOT NULL,
            state TEXT, error TEXT, cause TEXT);
        CREATE INDEX execution_event_of ON execution_event(execution, id);
        """;

    /// <summary>
    /// <c>message.held</c> is 1 while whoever received the message is in this process: it is hidden because somebody is at it, and no longer
    /// than the process lives. 0 for a message that waits out a delay or is lent to a client.
    /// </summary>
    private const string HoldersAndDuePages = """
        ALTER TABLE message ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
        DROP INDEX job_due;
        CREATE INDEX job_due ON job(next_due_at, job_id) WHERE next_due_at IS NOT NULL;
        """;

    /// <summary>Records of before this version have no owner: there was none to have.</summary>
    private const string Owners = """
        ALTER TABLE job ADD COLUMN owner TEXT;
        ALTER TABLE job ADD COLUMN created_at INTEGER;
        CREATE INDEX job_owned ON job(owner, created_at, job_id) WHERE owner IS NOT NULL;
        """;

    /// <summary>A feed's row says how far it is; the rows of its events and entries go with it.</summary>
    private const string Feeds = """
        CREATE TABLE feed(feed TEXT NOT NULL UNIQUE, last_seq INTEGER NOT NULL, closed INTEGER NOT NULL, expires_at INTEGER NOT NULL);
        CREATE INDEX feed_expiry ON feed(expires_at);

        CREATE TABLE feed_event(
            feed TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(feed, seq)) WITHOUT ROWID;

        CREATE TABLE feed_entry(feed TEXT NOT NULL, key TEXT NOT NULL, content BLOB NOT NULL, UNIQUE(feed, key));
        """;

    /// <summary>What each version added, beginning with the first.</summary>
    private static readonly string[] Steps = [QueuesJobsAndDocuments, Executions, HoldersAndDuePages, Owners, Feeds];

    /// <summary>Creates the tables in a new file, and those that are new in an older one.</summary>
    /// <exception cref="DataDirectoryVersionException">A newer Hoth wrote the file.</exception>
    public static void Ensure(SqliteSession session, string directory)
    {
        var found = ReadVersion(session);
        if (found > Version)
        {
            throw new DataDirectoryVersionException(directory, found, Version);
        }

        if (found < Version)
        {
            session.Execute($"BEGIN IMMEDIATE; {string.Concat(Steps.Skip((int)found))} PRAGMA user_version={Version}; COMMIT;");
        }
    }

    private static long ReadVersion(SqliteSession session)
    {
        using var statement = session.Prepare("PRAGMA user_version");
        statement.Step();
        return statement.Int64(0);
    }
}
