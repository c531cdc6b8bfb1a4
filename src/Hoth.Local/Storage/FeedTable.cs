using System.Text;
using Hoth.Ports;

namespace Hoth.Local.Storage;

/// <summary>Writes feeds, on the writer thread.</summary>
internal sealed class FeedTable(SqliteSession session)
{
    private readonly SqliteStatement _find = session.Prepare("SELECT last_seq, closed FROM feed WHERE feed = ?1");

    private readonly SqliteStatement _hasEntry = session.Prepare("SELECT 1 FROM feed_entry WHERE feed = ?1 AND key = ?2");

    private readonly SqliteStatement _putFeed = session.Prepare("""
        INSERT INTO feed(feed, last_seq, closed, expires_at) VALUES(?1, ?2, ?3, ?4)
        ON CONFLICT(feed) DO UPDATE SET last_seq = ?2, closed = ?3, expires_at = ?4
        """);

    private readonly SqliteStatement _insertEvent = session.Prepare("INSERT INTO feed_event(feed, seq, type, at, data) VALUES(?1, ?2, ?3, ?4, ?5)");

    private readonly SqliteStatement _insertEntry = session.Prepare("INSERT INTO feed_entry(feed, key, content) VALUES(?1, ?2, ?3)");

    private readonly SqliteStatement _expired = session.Prepare("SELECT feed FROM feed WHERE expires_at <= ?1 ORDER BY expires_at LIMIT 1");

    private readonly SqliteStatement[] _deletes =
    [
        session.Prepare("DELETE FROM feed_event WHERE feed = ?1"),
        session.Prepare("DELETE FROM feed_entry WHERE feed = ?1"),
        session.Prepare("DELETE FROM feed WHERE feed = ?1"),
    ];

    private DateTimeOffset _nextPurge;

    public FeedAppend Append(string feed, FeedEntry entry, DateTimeOffset now)
    {
        Purge(now);
        if (HasEntry(feed, entry.Key))
        {
            return FeedAppend.AlreadyThere;
        }

        var (last, isClosed) = Find(feed);
        if (isClosed)
        {
            return FeedAppend.Closed;
        }

        foreach (var e in entry.Events)
        {
            using var insert = _insertEvent.Bind(1, feed).Bind(2, ++last).Bind(3, e.Type).Bind(4, e.At).Bind(5, Encoding.UTF8.GetBytes(e.Data));
            insert.Run();
        }

        using var content = _insertEntry.Bind(1, feed).Bind(2, entry.Key).Bind(3, Encoding.UTF8.GetBytes(entry.Content));
        content.Run();
        _putFeed.Bind(1, feed).Bind(2, last).Bind(3, entry.Closes ? 1 : 0).Bind(4, entry.ExpiresAt).Run();
        return FeedAppend.Appended;
    }

    private (long Last, bool IsClosed) Find(string feed)
    {
        using var find = _find.Bind(1, feed);
        return find.Step() ? (find.Int64(0), find.Int64(1) != 0) : default;
    }

    private bool HasEntry(string feed, string key)
    {
        using var find = _hasEntry.Bind(1, feed).Bind(2, key);
        return find.Step();
    }

    /// <summary>Once a minute, removes the feed that expired first, if one has.</summary>
    private void Purge(DateTimeOffset now)
    {
        if (now < _nextPurge)
        {
            return;
        }

        _nextPurge = now + TimeSpan.FromMinutes(1);
        string? feed;
        using (var expired = _expired.Bind(1, now))
        {
            feed = expired.Step() ? expired.Text(0) : null;
        }

        if (feed is not null)
        {
            foreach (var delete in _deletes)
            {
                delete.Bind(1, feed).Run();
            }
        }
    }
}
