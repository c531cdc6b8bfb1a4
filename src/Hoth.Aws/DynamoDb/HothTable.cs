using System.Globalization;
using System.Text;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Aws.DynamoDb;

/// <summary>
/// The one table: names of its keys, attributes and indexes, for the stores, for the CDK stack and for tests.
/// </summary>
/// <remarks>
/// <para>
/// Job records and documents have one item each, with the sort key <see cref="Record"/>. Feeds have an item for their head, one for each event and one for each
/// entry, which their sort keys put in order (<see cref="FeedItems"/>).
/// </para>
/// <para>
/// All indexes are sparse and project keys only; listings then read the records, strongly consistent. So a write
/// of a 200 KB record does not cost three times its size, and a lagging index can name a record too many, never an old record.
/// </para>
/// <para>
/// Those over all jobs are spread over <see cref="Shards"/> partitions by a hash of the job id: their sort keys grow with time, so that one
/// partition key per kind, or per kind and day, would put every write on one partition (1,000 writes/s). That of owners has a partition for each.
/// </para>
/// </remarks>
public static class HothTable
{
    /// <summary>Partition key, S: <c>job#{jobId}</c>, <c>doc#{type}#{id}</c> or <c>feed#{feed}</c>.</summary>
    public const string PartitionKey = "pk";

    /// <summary>Sort key, S: <see cref="Record"/>, or what <see cref="FeedItems"/> makes.</summary>
    public const string SortKey = "sk";

    /// <summary>The sort key of the one item that a job record or a document has.</summary>
    public const string Record = "record";

    /// <summary>S: the content as JSON.</summary>
    public const string Json = "record";

    /// <summary>N: the version, raised by one at every write.</summary>
    public const string Version = "version";

    /// <summary>S: unique for each write, so that a write which the SDK repeated after a lost answer knows its own trace.</summary>
    public const string WriteId = "writeId";

    /// <summary>N, Unix milliseconds: from then on the item is as if it were not there.</summary>
    public const string PurgeAt = "purgeAt";

    /// <summary>N, Unix seconds: the table's time-to-live attribute. DynamoDB deletes up to days later; <see cref="PurgeAt"/> is what counts.</summary>
    public const string TimeToLive = "ttl";

    /// <summary>Index of what the sweeper must look at: <see cref="DueShard"/>, <see cref="DueOrder"/>.</summary>
    public const string DueIndex = "due";

    /// <summary>N, 0 to <see cref="Shards"/> − 1; absent when nothing is owed.</summary>
    public const string DueShard = "dueShard";

    /// <summary>S: <c>{UTC ticks, 19 digits}#{jobId}</c>, which sorts as (<see cref="JobRecord.NextDueAt"/>, <see cref="JobRecord.JobId"/>).</summary>
    public const string DueOrder = "dueOrder";

    /// <summary>Index of delivered results: <see cref="DeliveredShard"/>, <see cref="DeliveredOrder"/>.</summary>
    public const string DeliveredIndex = "delivered";

    /// <summary>S: <c>{kind}#{0 to Shards − 1}</c>; absent before the delivery.</summary>
    public const string DeliveredShard = "deliveredShard";

    /// <summary>S: <c>{UTC ticks, 19 digits}#{jobId}</c>, which sorts as (<see cref="JobRecord.DeliveredAt"/>, <see cref="JobRecord.JobId"/>).</summary>
    public const string DeliveredOrder = "deliveredOrder";

    /// <summary>Index of the jobs that somebody owns: <see cref="Owner"/>, <see cref="OwnedOrder"/>.</summary>
    public const string OwnedIndex = "owned";

    /// <summary>S: <see cref="JobRecord.Owner"/>; absent when nobody does. (OWNER is a reserved word of DynamoDB's expressions.)</summary>
    public const string Owner = "ownedBy";

    /// <summary>S: <c>{UTC ticks, 19 digits}#{jobId}</c>, which sorts as (<see cref="JobRecord.CreatedAt"/>, <see cref="JobRecord.JobId"/>).</summary>
    public const string OwnedOrder = "ownedOrder";

    /// <summary>Every index.</summary>
    public static IReadOnlyList<string> Indexes { get; } = [DueIndex, DeliveredIndex, OwnedIndex];

    /// <summary>How many partitions the indexes over all jobs are spread over.</summary>
    public const int Shards = 10;

    /// <summary>400 KiB: DynamoDB's limit for an item, names and values of all attributes together.</summary>
    public const int MaximumItemBytes = 400 * 1024;

    private const int TickDigits = 19;

    /// <summary>A stable shard (FNV-1a; <see cref="string.GetHashCode()"/> differs from process to process).</summary>
    internal static int ShardOf(string jobId)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(jobId))
        {
            hash = unchecked((hash ^ b) * 16777619u);
        }

        return (int)(hash % Shards);
    }

    internal static string DeliveredShardOf(JobKind kind, int shard) => $"{kind.ToString().ToLowerInvariant()}#{shard}";

    /// <summary>A value of <see cref="DeliveredOrder"/>, <see cref="DueOrder"/> or <see cref="OwnedOrder"/>; without an id, before every job of that instant.</summary>
    internal static string OrderOf(DateTimeOffset at, string? jobId) => jobId is null ? $"{at.UtcTicks:D19}" : $"{at.UtcTicks:D19}#{jobId}";

    /// <summary>What <see cref="OrderOf"/> was made of.</summary>
    internal static (DateTimeOffset At, string JobId) PlaceOf(string order) =>
        (new DateTimeOffset(long.Parse(order.AsSpan(0, TickDigits), CultureInfo.InvariantCulture), TimeSpan.Zero), order[(TickDigits + 1)..]);
}
