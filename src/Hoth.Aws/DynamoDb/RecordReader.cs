using Amazon.DynamoDBv2.Model;
using Hoth.Jobs;

namespace Hoth.Aws.DynamoDb;

/// <summary>Reads the records that an index named, strongly consistent.</summary>
internal static class RecordReader
{
    /// <summary>BatchGetItem's limit.</summary>
    private const int BatchSize = 100;

    /// <summary>How often DynamoDB may leave something of a batch out (16 MB answers, throttling) before it counts as unavailable.</summary>
    private const int MaximumRounds = 20;

    public static async Task<IReadOnlyList<JobRecord>> ReadAsync(
        HothTableClient table, IEnumerable<Dictionary<string, AttributeValue>> keys, CancellationToken cancellationToken)
    {
        var now = table.Clock.GetUtcNow();
        var records = new List<JobRecord>();
        foreach (var batch in keys.Select(key => Item.Key(key.Text(HothTable.PartitionKey))).Chunk(BatchSize))
        {
            await foreach (var item in ReadBatchAsync(table, [.. batch], cancellationToken))
            {
                if (!item.IsPurged(now))
                {
                    records.Add(JobItem.Read(item));
                }
            }
        }

        return records;
    }

    private static async IAsyncEnumerable<Dictionary<string, AttributeValue>> ReadBatchAsync(
        HothTableClient table,
        List<Dictionary<string, AttributeValue>> keys,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var round = 1; keys.Count > 0; round++)
        {
            var request = new BatchGetItemRequest
            {
                RequestItems = new() { [table.TableName] = new KeysAndAttributes { Keys = keys, ConsistentRead = true } },
            };
            var answer = await table.CallAsync((db, ct) => db.BatchGetItemAsync(request, ct), cancellationToken);
            var items = answer.Responses?.GetValueOrDefault(table.TableName) ?? [];
            foreach (var item in items)
            {
                yield return item;
            }

            keys = answer.UnprocessedKeys?.GetValueOrDefault(table.TableName)?.Keys ?? [];
            if (keys.Count > 0 && round == MaximumRounds)
            {
                throw table.Unavailable($"{keys.Count} records were still unread after {round} rounds");
            }

            if (keys.Count > 0 && items.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50 * round), TimeProvider.System, cancellationToken);
            }
        }
    }
}
