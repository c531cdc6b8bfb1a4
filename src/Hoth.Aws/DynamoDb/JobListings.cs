using Amazon.DynamoDBv2.Model;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Aws.DynamoDb;

/// <summary>The listings: ask an index, every shard of it, for keys, take the first of all, read the records themselves.</summary>
internal static class JobListings
{
    public static async Task<DuePage> DueAsync(
        HothTableClient table, DateTimeOffset upTo, DueCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var keys = await QueryShardsAsync(table, limit, shard => new QueryRequest
        {
            IndexName = HothTable.DueIndex,
            KeyConditionExpression = $"{HothTable.DueShard} = :shard AND {HothTable.DueOrder} BETWEEN :from AND :to",
            ExpressionAttributeValues = new()
            {
                [":shard"] = Item.Number(shard),
                // BETWEEN includes both ends. A blank sorts before everything that an id is made of: behind this id, before the next one.
                [":from"] = Item.Text(after is { } place ? HothTable.OrderOf(place.DueAt, place.JobId) + " " : "0"),
                [":to"] = Item.Text(HothTable.OrderOf(upTo.AddTicks(1), null)),
            },
        }, cancellationToken);
        var first = keys.OrderBy(key => key.Text(HothTable.DueOrder), StringComparer.Ordinal).Take(limit).ToList();
        var records = await RecordReader.ReadAsync(table, first, cancellationToken);
        // The index lags: what has moved on since is not due any more.
        return new DuePage(
            [.. records.Where(job => job.NextDueAt <= upTo).OrderBy(job => job.NextDueAt).ThenBy(job => job.JobId, StringComparer.Ordinal)],
            first.Count < limit ? null : DueCursorOf(first[^1].Text(HothTable.DueOrder)));
    }

    public static async Task<IReadOnlyList<JobRecord>> DeliveredAsync(
        HothTableClient table, JobKind kind, DateTimeOffset since, string? afterJobId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100);
        var keys = await QueryShardsAsync(table, limit, shard => new QueryRequest
        {
            IndexName = HothTable.DeliveredIndex,
            KeyConditionExpression = $"{HothTable.DeliveredShard} = :shard AND {HothTable.DeliveredOrder} > :after",
            ExpressionAttributeValues = new()
            {
                [":shard"] = Item.Text(HothTable.DeliveredShardOf(kind, shard)),
                [":after"] = Item.Text(HothTable.OrderOf(since, afterJobId)),
            },
        }, cancellationToken);
        var first = keys.OrderBy(key => key.Text(HothTable.DeliveredOrder), StringComparer.Ordinal).Take(limit);
        var records = await RecordReader.ReadAsync(table, first, cancellationToken);
        return [.. records.Where(job => job.DeliveredAt >= since).OrderBy(job => job.DeliveredAt).ThenBy(job => job.JobId, StringComparer.Ordinal)];
    }

    public static async Task<OwnedPage> OwnedAsync(
        HothTableClient table, string owner, DateTimeOffset? createdAfter, OwnedCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100);
        var behind = after is { } place ? HothTable.OrderOf(place.CreatedAt, place.JobId) : null;
        var query = new QueryRequest
        {
            IndexName = HothTable.OwnedIndex,
            KeyConditionExpression = $"{HothTable.Owner} = :owner AND {HothTable.OwnedOrder} BETWEEN :from AND :to",
            ScanIndexForward = false,
            ExpressionAttributeValues = new()
            {
                [":owner"] = Item.Text(owner),
                [":from"] = Item.Text(createdAfter is { } since ? HothTable.OrderOf(since.AddTicks(1), null) : "0"),
                // A colon sorts behind every digit.
                [":to"] = Item.Text(behind ?? ":"),
            },
        };
        // BETWEEN includes both ends: the place itself comes along, and is left out.
        var keys = await QueryAsync(table, query, limit + 1, cancellationToken);
        var first = keys.Where(key => key.Text(HothTable.OwnedOrder) != behind).Take(limit).ToList();
        var records = await RecordReader.ReadAsync(table, first, cancellationToken);
        var (createdAt, jobId) = first.Count < limit ? default : HothTable.PlaceOf(first[^1].Text(HothTable.OwnedOrder));
        return new OwnedPage(
            // The index lags: an id that was free again may have another owner since.
            [.. records.Where(job => job.Owner == owner).OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.JobId, StringComparer.Ordinal)],
            first.Count < limit ? null : new OwnedCursor(createdAt, jobId));
    }

    private static DueCursor DueCursorOf(string order)
    {
        var (dueAt, jobId) = HothTable.PlaceOf(order);
        return new DueCursor(dueAt, jobId);
    }

    private static async Task<IEnumerable<Dictionary<string, AttributeValue>>> QueryShardsAsync(
        HothTableClient table, int limit, Func<int, QueryRequest> query, CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, HothTable.Shards)
            .Select(shard => QueryAsync(table, query(shard), limit, cancellationToken)));
        return shards.SelectMany(keys => keys);
    }

    private static async Task<List<Dictionary<string, AttributeValue>>> QueryAsync(
        HothTableClient table, QueryRequest request, int limit, CancellationToken cancellationToken)
    {
        request.TableName = table.TableName;
        request.Limit = limit;
        var keys = new List<Dictionary<string, AttributeValue>>();
        do
        {
            var page = await table.CallAsync((db, ct) => db.QueryAsync(request, ct), cancellationToken);
            keys.AddRange(page.Items ?? []);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 } && keys.Count < limit);
        return keys;
    }
}
