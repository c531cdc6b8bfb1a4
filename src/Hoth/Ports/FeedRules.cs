using System.Buffers;
using System.Text;

namespace Hoth.Ports;

/// <summary>What every implementation of <see cref="IEventFeed"/> refuses.</summary>
public static class FeedRules
{
    private const int MaximumFeedLength = 100;
    private const int MaximumTypeLength = 40;
    private const int MaximumLimit = 500;

    private static readonly SearchValues<char> OfFeeds = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <exception cref="ArgumentException">The id is not allowed.</exception>
    public static void CheckFeed(string feed)
    {
        if (feed is not { Length: >= 1 and <= MaximumFeedLength } || feed.AsSpan().ContainsAnyExcept(OfFeeds))
        {
            throw new ArgumentException("The feed's id is not allowed.", nameof(feed));
        }
    }

    /// <exception cref="ArgumentException">The key is not allowed.</exception>
    public static void CheckKey(string key)
    {
        if (key is not { Length: >= 1 and <= FeedEntry.MaximumKeyLength } || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("The entry's key is not allowed.", nameof(key));
        }
    }

    /// <exception cref="ArgumentException">Something of it is not allowed.</exception>
    public static void Check(string feed, FeedEntry entry)
    {
        CheckFeed(feed);
        CheckKey(entry.Key);
        if (entry.Events.Count > FeedEntry.MaximumEvents)
        {
            throw new ArgumentException($"An entry has at most {FeedEntry.MaximumEvents} events.", nameof(entry));
        }

        if (Encoding.UTF8.GetByteCount(entry.Content) > FeedEntry.MaximumContent)
        {
            throw new ArgumentException("An entry's content has at most 300 KiB.", nameof(entry));
        }

        if (entry.Events.Any(e => e.Type is not { Length: >= 1 and <= MaximumTypeLength } || Encoding.UTF8.GetByteCount(e.Data) > FeedEntry.MaximumData))
        {
            throw new ArgumentException($"An event has a type of 1 to {MaximumTypeLength} characters and at most 16 KiB of data.", nameof(entry));
        }
    }

    /// <exception cref="ArgumentException">Something of it is not allowed.</exception>
    public static void CheckRead(string feed, long after, int limit)
    {
        CheckFeed(feed);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumLimit);
    }
}
