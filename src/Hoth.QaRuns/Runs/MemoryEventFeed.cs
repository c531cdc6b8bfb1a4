using Hoth.Ports;

namespace Hoth.QaRuns.Runs;

/// <summary>Feeds that end with the process: for a run from the terminal, which nobody takes up again.</summary>
public sealed class MemoryEventFeed : IEventFeed
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Feed> _feeds = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<FeedAppend> AppendAsync(string feed, FeedEntry entry, CancellationToken cancellationToken)
    {
        FeedRules.Check(feed, entry);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_feeds.TryGetValue(feed, out var known))
            {
                _feeds[feed] = known = new();
            }

            return Task.FromResult(known.Append(entry));
        }
    }

    /// <inheritdoc />
    public Task<FeedPage> ReadAsync(string feed, long after, int limit, CancellationToken cancellationToken)
    {
        FeedRules.CheckRead(feed, after, limit);
        return Read(feed, new FeedPage([], 0, false), known => new(
            [.. known.Events.Skip((int)Math.Min(after, known.Events.Count)).Take(limit)], known.Events.Count, known.IsClosed));
    }

    /// <inheritdoc />
    public Task<string?> FindEntryAsync(string feed, string key, CancellationToken cancellationToken)
    {
        FeedRules.CheckFeed(feed);
        FeedRules.CheckKey(key);
        return Read<string?>(feed, null, known => known.Entries.GetValueOrDefault(key));
    }

    /// <inheritdoc />
    public Task<FeedEntryPage> ListEntriesAsync(string feed, string prefix, string? after, CancellationToken cancellationToken)
    {
        FeedRules.CheckFeed(feed);
        FeedRules.CheckKey(prefix);
        return Read(feed, new FeedEntryPage([], null), known => new(
            [.. known.Entries.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(entry.Key, after) > 0)], null));
    }

    private Task<T> Read<T>(string feed, T none, Func<Feed, T> read)
    {
        lock (_gate)
        {
            return Task.FromResult(_feeds.TryGetValue(feed, out var known) ? read(known) : none);
        }
    }

    private sealed class Feed
    {
        public List<FeedEvent> Events { get; } = [];

        public SortedDictionary<string, string> Entries { get; } = new(StringComparer.Ordinal);

        public bool IsClosed { get; private set; }

        public FeedAppend Append(FeedEntry entry)
        {
            if (Entries.ContainsKey(entry.Key))
            {
                return FeedAppend.AlreadyThere;
            }

            if (IsClosed)
            {
                return FeedAppend.Closed;
            }

            Entries[entry.Key] = entry.Content;
            var first = Events.Count + 1;
            Events.AddRange(entry.Events.Select((e, i) => new FeedEvent(first + i, e.Type, e.At, e.Data)));
            IsClosed = entry.Closes;
            return FeedAppend.Appended;
        }
    }
}
