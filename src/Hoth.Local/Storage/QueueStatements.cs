namespace Hoth.Local.Storage;

/// <summary>The statements of <see cref="QueueTables"/>. The tables and what their columns mean: <see cref="StorageSchema"/>.</summary>
internal sealed class QueueStatements(SqliteSession session)
{
    public const string NextGroupSql = "SELECT grp FROM message_group WHERE queue = ?1 AND ready > 0 ORDER BY in_flight, turn LIMIT 1";

    public const string TakeTurnSql = $"""
        UPDATE message_group SET ready = ready - 1, in_flight = in_flight + 1, turn = ?2
        WHERE queue = ?1 AND grp = ({NextGroupSql}) RETURNING grp
        """;

    public const string TakeSql = """
        UPDATE message SET visible_at = ?3, held = ?4, receives = receives + 1
        WHERE seq = (SELECT seq FROM message WHERE queue = ?1 AND grp = ?2 AND visible_at = 0 ORDER BY seq LIMIT 1)
        RETURNING seq, receives, sent_at, trace_parent, body
        """;

    public const string DueSql = """
        SELECT seq, grp, receives FROM message WHERE queue = ?1 AND visible_at > 0 AND visible_at <= ?2 ORDER BY visible_at LIMIT ?3
        """;

    public const string FirstHiddenSql = "SELECT visible_at FROM message WHERE queue = ?1 AND visible_at > 0 ORDER BY visible_at LIMIT 1";

    public const string OldestSql = "SELECT seq, queue, grp, visible_at, sent_at FROM message ORDER BY seq LIMIT 1";

    public SqliteStatement AddQueue { get; } = session.Prepare("INSERT INTO queue(name) VALUES(?1) ON CONFLICT DO NOTHING");

    public SqliteStatement FindQueue { get; } = session.Prepare("SELECT id FROM queue WHERE name = ?1");

    public SqliteStatement Insert { get; } = session.Prepare(
        "INSERT INTO message(queue, grp, sent_at, trace_parent, body, visible_at, receives) VALUES(?1, ?2, ?3, ?4, ?5, 0, 0)");

    public SqliteStatement CountReady { get; } = session.Prepare("""
        INSERT INTO message_group(queue, grp, ready, in_flight, turn) VALUES(?1, ?2, 1, 0, ?3)
        ON CONFLICT DO UPDATE SET ready = ready + 1
        """);

    public SqliteStatement UncountReady { get; } = session.Prepare("UPDATE message_group SET ready = ready - 1 WHERE queue = ?1 AND grp = ?2");

    public SqliteStatement UncountHidden { get; } = session.Prepare("UPDATE message_group SET in_flight = in_flight - 1 WHERE queue = ?1 AND grp = ?2");

    public SqliteStatement NextGroup { get; } = session.Prepare(NextGroupSql);

    public SqliteStatement TakeTurn { get; } = session.Prepare(TakeTurnSql);

    public SqliteStatement Take { get; } = session.Prepare(TakeSql);

    public SqliteStatement Due { get; } = session.Prepare(DueSql);

    public SqliteStatement FirstHidden { get; } = session.Prepare(FirstHiddenSql);

    public SqliteStatement MakeReady { get; } = session.Prepare("UPDATE message SET visible_at = 0, queue = ?2 WHERE seq = ?1");

    // Receipts are good until the next delivery, also after the message has become visible again, as in SQS; receives = 0 is no delivery.
    public SqliteStatement Delete { get; } = session.Prepare(
        "DELETE FROM message WHERE seq = ?1 AND queue = ?2 AND receives = ?3 AND receives > 0 RETURNING grp, visible_at");

    public SqliteStatement ChangeVisibility { get; } = session.Prepare(
        "UPDATE message SET visible_at = ?4, held = 0 WHERE seq = ?1 AND queue = ?2 AND receives = ?3 AND visible_at > ?5");

    public SqliteStatement Oldest { get; } = session.Prepare(OldestSql);

    public SqliteStatement Remove { get; } = session.Prepare("DELETE FROM message WHERE seq = ?1");

    public SqliteStatement ForgetGroups { get; } = session.Prepare("DELETE FROM message_group WHERE ready = 0 AND in_flight = 0");
}
