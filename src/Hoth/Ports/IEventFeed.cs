namespace Hoth.Ports;

/// <summary>
/// Append-only feeds of events, by id. What is appended has a key, under which it is appended once; its events get the next numbers of the feed, dense from 1.
/// </summary>
/// <remarks>Every method throws <see cref="PortUnavailableException"/> when the store cannot be reached or refuses for load.</remarks>
public interface IEventFeed
{
    /// <summary>
    /// Appends an entry with its events in one transaction, which is tried again where others append at the same time. A feed begins with its first entry.
    /// </summary>
    /// <param name="feed">1 to 100 of <c>A-Z a-z 0-9 _ -</c>.</param>
    /// <param name="entry">What to append.</param>
    /// <param name="cancellationToken">Stops waiting; the entry may or may not be appended.</param>
    /// <exception cref="ArgumentException">The feed's id or the entry is not allowed.</exception>
    Task<FeedAppend> AppendAsync(string feed, FeedEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// One page of the events, in order and without a gap: a reader who asks for what comes after the last one that it has seen sees each once. What was
    /// appended before the call is seen.
    /// </summary>
    /// <param name="feed">Which; one that has not begun is an empty one.</param>
    /// <param name="after">The number of the last event that is not wanted; 0 from the start.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<FeedPage> ReadAsync(string feed, long after, int limit, CancellationToken cancellationToken);

    /// <summary>The content of an entry, strongly consistent, or null when there is no such entry. An entry without content has the content "".</summary>
    Task<string?> FindEntryAsync(string feed, string key, CancellationToken cancellationToken);

    /// <summary>One page of the entries whose key begins with <paramref name="prefix"/>, in the order of their keys, strongly consistent.</summary>
    /// <param name="feed">Which.</param>
    /// <param name="prefix">At least one character.</param>
    /// <param name="after">Continues behind this key; null from the start.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<FeedEntryPage> ListEntriesAsync(string feed, string prefix, string? after, CancellationToken cancellationToken);
}

/// <summary>Something to append to a feed.</summary>
/// <param name="Key">Names it in its feed: 1 to <see cref="MaximumKeyLength"/> of the characters from <c>!</c> to <c>~</c> of ASCII.</param>
/// <param name="Events">At most <see cref="MaximumEvents"/>.</param>
/// <param name="ExpiresAt">The store may delete it and its events from then on. The same for every entry of a feed, else a reader finds a gap.</param>
public sealed record FeedEntry(string Key, IReadOnlyList<NewEvent> Events, DateTimeOffset ExpiresAt)
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaximumKeyLength = 300;

    /// <summary>The most events of an entry.</summary>
    public const int MaximumEvents = 20;

    /// <summary>The longest content in bytes of UTF-8: 300 KiB. What is larger goes to the artifact store.</summary>
    public const int MaximumContent = 300 * 1024;

    /// <summary>The longest data of an event in bytes of UTF-8: 16 KiB.</summary>
    public const int MaximumData = 16 * 1024;

    /// <summary>What is kept under the key besides; at most <see cref="MaximumContent"/>.</summary>
    public string Content { get; init; } = "";

    /// <summary>Nothing is appended to the feed after this entry.</summary>
    public bool Closes { get; init; }
}

/// <summary>An event that is not in a feed yet.</summary>
/// <param name="Type">A short literal such as "COMPLETE".</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">JSON; at most <see cref="FeedEntry.MaximumData"/>.</param>
public sealed record NewEvent(string Type, DateTimeOffset At, string Data);

/// <summary>An event of a feed.</summary>
/// <param name="Seq">Its number; the first of a feed has 1.</param>
/// <param name="Type">As it was appended.</param>
/// <param name="At">As it was appended.</param>
/// <param name="Data">As it was appended.</param>
public sealed record FeedEvent(long Seq, string Type, DateTimeOffset At, string Data);

/// <summary>A page of a feed.</summary>
/// <param name="Events">Those that were asked for, in order.</param>
/// <param name="LastSeq">The number of the feed's last event; 0 when there is none.</param>
/// <param name="IsClosed">Nothing is appended behind <paramref name="LastSeq"/> any more.</param>
/// <param name="Counts">How many events of each type the feed has; their sum is <paramref name="LastSeq"/>.</param>
public sealed record FeedPage(IReadOnlyList<FeedEvent> Events, long LastSeq, bool IsClosed, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>Of a feed that has not begun.</summary>
    public static FeedPage Empty { get; } = new([], 0, IsClosed: false, new Dictionary<string, long>());
}

/// <summary>A page of entries.</summary>
/// <param name="Entries">Key and content.</param>
/// <param name="Next">Where the next page starts; null at the end.</param>
public sealed record FeedEntryPage(IReadOnlyList<KeyValuePair<string, string>> Entries, string? Next);

/// <summary>What <see cref="IEventFeed.AppendAsync"/> did.</summary>
public enum FeedAppend
{
    /// <summary>It was appended.</summary>
    Appended,

    /// <summary>Nothing: an entry of this key is there, whatever its content.</summary>
    AlreadyThere,

    /// <summary>Nothing: the feed is closed.</summary>
    Closed,
}
