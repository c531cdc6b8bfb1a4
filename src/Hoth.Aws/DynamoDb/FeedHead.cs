using System.Collections.Immutable;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Hoth.Ports;

namespace Hoth.Aws.DynamoDb;

/// <summary>How far a feed is.</summary>
/// <param name="Last">The number of its last event.</param>
/// <param name="IsClosed">Nothing is appended any more.</param>
/// <param name="Counts">Its events of each type.</param>
internal sealed record FeedHead(long Last, bool IsClosed, ImmutableDictionary<string, long> Counts)
{
    /// <summary>Before the first entry.</summary>
    public static FeedHead Start { get; } = new(0, IsClosed: false, ImmutableDictionary<string, long>.Empty);

    /// <summary>Null: the feed has not begun.</summary>
    public static FeedHead? Read(Dictionary<string, AttributeValue>? item) => item is { Count: > 0 }
        ? new FeedHead(
            item.Number(FeedItems.Last),
            item[FeedItems.IsClosed].BOOL == true,
            item[FeedItems.Counts].M.ToImmutableDictionary(type => type.Key, type => long.Parse(type.Value.N, CultureInfo.InvariantCulture)))
        : null;

    /// <summary>The head behind an entry.</summary>
    public FeedHead Behind(FeedEntry entry) => new(
        Last + entry.Events.Count, entry.Closes, Counts.SetItems(entry.Events.CountBy(e => e.Type).Select(type => KeyValuePair.Create(type.Key, Counts.GetValueOrDefault(type.Key) + type.Value))));
}
