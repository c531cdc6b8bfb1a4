using Amazon.DynamoDBv2.Model;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Aws.DynamoDb;

/// <summary>The two listings: ask every shard of an index for keys, take the first of all, read the records themselves.</summary>
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
            first.Count < limit ? null : HothTable.CursorOf(first[^1].Text(HothTable.DueOrder)));
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
