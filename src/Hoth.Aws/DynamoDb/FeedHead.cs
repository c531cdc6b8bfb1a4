using Amazon.DynamoDBv2.Model;

namespace Hoth.Aws.DynamoDb;

/// <summary>How far a feed is.</summary>
/// <param name="Last">The number of its last event.</param>
/// <param name="IsClosed">Nothing is appended any more.</param>
internal readonly record struct FeedHead(long Last, bool IsClosed)
{
    /// <summary>Null: the feed has not begun.</summary>
    public static FeedHead? Read(Dictionary<string, AttributeValue>? item) =>
        item is { Count: > 0 } ? new(item.Number(FeedItems.Last), item[FeedItems.IsClosed].BOOL == true) : null;
}
