using System.Text;
using Hoth.Ports;

namespace Hoth.Local.Storage;

/// <summary>The feeds in a <see cref="SqliteDatabase"/>. An append is one operation of the only writer, so that it never has to be tried again.</summary>
public sealed class SqliteEventFeed : IEventFeed
{
    /// <summary>At most 300 KiB each.</summary>
    private const int EntriesOfPage = 20;

    private readonly SqliteDatabase _database;
    private readonly FeedTable _table;
    private readonly SqliteReader _reader;
    private readonly SqliteStatement _feed, _counts, _events, _entry, _entries;

    /// <summary>Opens the feeds.</summary>
    public SqliteEventFeed(SqliteDatabase database)
    {
        _database = database;
        _table = database.Prepare(session => new FeedTable(session));
        _reader = database.OpenReader();
        _feed = _reader.Prepare("SELECT last_seq, closed FROM feed WHERE feed = ?1");
        _counts = _reader.Prepare("SELECT type, count(*) FROM feed_event WHERE feed = ?1 AND seq <= ?2 GROUP BY type");
        _events = _reader.Prepare("SELECT seq, type, at, data FROM feed_event WHERE feed = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4");
        _entry = _reader.Prepare("SELECT content FROM feed_entry WHERE feed = ?1 AND key = ?2");
        // Keys are ASCII: 0x7F sorts behind every one of them.
        _entries = _reader.Prepare("SELECT key, content FROM feed_entry WHERE feed = ?1 AND key >= ?2 AND key < ?2 || char(127) AND key > ?3 ORDER BY key LIMIT ?4");
    }

    /// <inheritdoc />
    public Task<FeedAppend> AppendAsync(string feed, FeedEntry entry, CancellationToken cancellationToken)
    {
        FeedRules.Check(feed, entry);
        return _database.WriteAsync(() => _table.Append(feed, entry, _database.Time.GetUtcNow()), cancellationToken);
    }

    /// <inheritdoc />
    public Task<FeedPage> ReadAsync(string feed, long after, int limit, CancellationToken cancellationToken)
    {
        FeedRules.CheckRead(feed, after, limit);
        return Task.Run(() => _reader.Read(() => Read(feed, after, limit)), cancellationToken);
    }

    /// <inheritdoc />
    public Task<string?> FindEntryAsync(string feed, string key, CancellationToken cancellationToken)
    {
        FeedRules.CheckFeed(feed);
        FeedRules.CheckKey(key);
        return Task.Run(() => _reader.Read(() => FindEntry(feed, key)), cancellationToken);
    }

    /// <inheritdoc />
    public Task<FeedEntryPage> ListEntriesAsync(string feed, string prefix, string? after, CancellationToken cancellationToken)
    {
        FeedRules.CheckFeed(feed);
        FeedRules.CheckKey(prefix);
        return Task.Run(() => _reader.Read(() => ListEntries(feed, prefix, after ?? "")), cancellationToken);
    }

    private FeedPage Read(string feed, long after, int limit)
    {
        // Two reads, the feed's first: what it says is there, is there.
        long last;
        bool isClosed;
        using (var find = _feed.Bind(1, feed))
        {
            if (!find.Step())
            {
                return FeedPage.Empty;
            }

            (last, isClosed) = (find.Int64(0), find.Int64(1) != 0);
        }

        var events = new List<FeedEvent>();
        using var rows = _events.Bind(1, feed).Bind(2, after).Bind(3, last).Bind(4, limit);
        while (rows.Step())
        {
            events.Add(new(rows.Int64(0), rows.Text(1)!, rows.Instant(2), Encoding.UTF8.GetString(rows.Blob(3))));
        }

        return new(events, last, isClosed, CountsOf(feed, last));
    }

    private Dictionary<string, long> CountsOf(string feed, long last)
    {
        var counts = new Dictionary<string, long>();
        using var rows = _counts.Bind(1, feed).Bind(2, last);
        while (rows.Step())
        {
            counts[rows.Text(0)!] = rows.Int64(1);
        }

        return counts;
    }

    private string? FindEntry(string feed, string key)
    {
        using var find = _entry.Bind(1, feed).Bind(2, key);
        return find.Step() ? Encoding.UTF8.GetString(find.Blob(0)) : null;
    }

    private FeedEntryPage ListEntries(string feed, string prefix, string after)
    {
        var entries = new List<KeyValuePair<string, string>>();
        using var rows = _entries.Bind(1, feed).Bind(2, prefix).Bind(3, after).Bind(4, EntriesOfPage);
        while (rows.Step())
        {
            entries.Add(new(rows.Text(0)!, Encoding.UTF8.GetString(rows.Blob(1))));
        }

        return new(entries, entries.Count < EntriesOfPage ? null : entries[^1].Key);
    }
}
