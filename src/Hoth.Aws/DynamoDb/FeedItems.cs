using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Hoth.Ports;

namespace Hoth.Aws.DynamoDb;

/// <summary>The items of a feed, all in one partition: its head (<c>head</c>), its events (<c>event#0000000001</c>), its entries (<c>entry#KEY</c>).</summary>
internal static class FeedItems
{
    /// <summary>N, of the head: the number of the last event.</summary>
    public const string Last = "lastSeq";

    /// <summary>BOOL, of the head.</summary>
    public const string IsClosed = "isClosed";

    /// <summary>M of N, of the head: how many events of each type.</summary>
    public const string Counts = "eventCounts";

    private const string Head = "head";
    private const string EventPrefix = "event#";
    private const string EntryPrefix = "entry#";
    private const string Type = "eventType";
    private const string At = "eventAt";
    private const string Data = "eventData";
    private const string Content = "content";

    public static string PartitionOf(string feed) => "feed#" + feed;

    public static Dictionary<string, AttributeValue> HeadKey(string feed) => Key(feed, Head);

    public static Dictionary<string, AttributeValue> EntryKey(string feed, string key) => Key(feed, EntryPrefix + key);

    /// <summary>The sort key of an event; ten digits are more than a feed can hold.</summary>
    public static string EventOrder(long seq) => string.Create(CultureInfo.InvariantCulture, $"{EventPrefix}{seq:D10}");

    public static string EntryOrder(string key) => EntryPrefix + key;

    public static string KeyOf(Dictionary<string, AttributeValue> entry) => entry.Text(HothTable.SortKey)[EntryPrefix.Length..];

    public static string ContentOf(Dictionary<string, AttributeValue> entry) => entry.Text(Content);

    public static FeedEvent ReadEvent(Dictionary<string, AttributeValue> item) => new(
        long.Parse(item.Text(HothTable.SortKey).AsSpan(EventPrefix.Length), CultureInfo.InvariantCulture),
        item.Text(Type),
        DateTimeOffset.Parse(item.Text(At), CultureInfo.InvariantCulture),
        item.Text(Data));

    public static Dictionary<string, AttributeValue> WriteHead(string feed, FeedHead head, DateTimeOffset expiresAt)
    {
        var item = Expiring(HeadKey(feed), expiresAt);
        item[Last] = Item.Number(head.Last);
        item[IsClosed] = new AttributeValue { BOOL = head.IsClosed };
        item[Counts] = new AttributeValue { M = head.Counts.ToDictionary(type => type.Key, type => Item.Number(type.Value)), IsMSet = true };
        return item;
    }

    public static Dictionary<string, AttributeValue> WriteEvent(string feed, long seq, NewEvent e, DateTimeOffset expiresAt)
    {
        var item = Expiring(Key(feed, EventOrder(seq)), expiresAt);
        item[Type] = Item.Text(e.Type);
        item[At] = Item.Text(e.At.ToString("O", CultureInfo.InvariantCulture));
        item[Data] = Item.Text(e.Data);
        return item;
    }

    public static Dictionary<string, AttributeValue> WriteEntry(string feed, FeedEntry entry, string writeId)
    {
        var item = Expiring(EntryKey(feed, entry.Key), entry.ExpiresAt);
        item[Content] = Item.Text(entry.Content);
        item[HothTable.WriteId] = Item.Text(writeId);
        return item;
    }

    private static Dictionary<string, AttributeValue> Expiring(Dictionary<string, AttributeValue> item, DateTimeOffset at)
    {
        item[HothTable.TimeToLive] = Item.Number(at.ToUnixTimeSeconds() + 1);
        return item;
    }

    private static Dictionary<string, AttributeValue> Key(string feed, string order) => new()
    {
        [HothTable.PartitionKey] = Item.Text(PartitionOf(feed)),
        [HothTable.SortKey] = Item.Text(order),
    };
}
