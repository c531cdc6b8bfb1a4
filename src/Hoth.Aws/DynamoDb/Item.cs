using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Hoth.Aws.DynamoDb;

/// <summary>Items and attribute values of the low-level client, without its reflection-based object persistence.</summary>
internal static class Item
{
    /// <summary>Names and values of the other attributes stay far below this.</summary>
    private const int RoomForAttributes = 4 * 1024;

    public static AttributeValue Text(string value) => new() { S = value };

    public static AttributeValue Number(long value) => new() { N = value.ToString() };

    public static long Number(this Dictionary<string, AttributeValue> item, string name) => long.Parse(item[name].N);

    public static string Text(this Dictionary<string, AttributeValue> item, string name) => item[name].S;

    public static Dictionary<string, AttributeValue> Key(string partition) => new()
    {
        [HothTable.PartitionKey] = Text(partition),
        [HothTable.SortKey] = Text(HothTable.Record),
    };

    /// <summary>The attributes that every item has.</summary>
    public static Dictionary<string, AttributeValue> Create(string partition, long version, string json, string writeId, DateTimeOffset? purgeAt)
    {
        var bytes = Encoding.UTF8.GetByteCount(json);
        if (bytes > HothTable.MaximumItemBytes - RoomForAttributes)
        {
            throw new ArgumentException($"Item {partition} has {bytes} bytes of JSON, more than fits into a DynamoDB item of 400 KiB.", nameof(json));
        }

        var item = Key(partition);
        item[HothTable.Version] = Number(version);
        item[HothTable.Json] = Text(json);
        item[HothTable.WriteId] = Text(writeId);
        if (purgeAt is { } at)
        {
            item[HothTable.PurgeAt] = Number(at.ToUnixTimeMilliseconds());
            // A second later rather than earlier.
            item[HothTable.TimeToLive] = Number(at.ToUnixTimeSeconds() + 1);
        }

        return item;
    }

    /// <summary>True when the item counts as not there, though DynamoDB has not deleted it yet.</summary>
    public static bool IsPurged(this Dictionary<string, AttributeValue> item, DateTimeOffset now) =>
        item.TryGetValue(HothTable.PurgeAt, out var at) && long.Parse(at.N) <= now.ToUnixTimeMilliseconds();
}
