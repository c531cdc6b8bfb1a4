using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Hoth.Ports;

namespace Hoth.Aws.DynamoDb;

/// <summary>What both stores do with the table: consistent reads, conditional writes and deletes of single items.</summary>
/// <param name="dynamo">The low-level client, made at the first call.</param>
/// <param name="tableName">The table of <see cref="HothTable"/>.</param>
/// <param name="port">How error messages call it.</param>
/// <param name="clock">Decides what has expired.</param>
internal sealed class HothTableClient(Lazy<IAmazonDynamoDB> dynamo, string tableName, string port, TimeProvider clock)
{
    /// <summary>The condition under which a place is free: nothing there, or something that DynamoDB deletes late.</summary>
    public const string IsFree = $"attribute_not_exists({HothTable.PartitionKey}) OR {HothTable.PurgeAt} <= :now";

    /// <summary>The condition under which the item read is still there, unchanged and not expired.</summary>
    public const string IsUnchanged =
        $"{HothTable.Version} = :version AND (attribute_not_exists({HothTable.PurgeAt}) OR {HothTable.PurgeAt} > :now)";

    public string TableName => tableName;

    public TimeProvider Clock => clock;

    public Task<T> CallAsync<T>(Func<IAmazonDynamoDB, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        AwsCall.RunAsync(port, ct => call(dynamo.Value, ct), cancellationToken);

    public PortUnavailableException Unavailable(string why) => new(port, new TimeoutException(why));

    /// <summary>The item, strongly consistent, or null when there is none or it has expired.</summary>
    public async Task<Dictionary<string, AttributeValue>?> GetAsync(string partition, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = tableName, Key = Item.Key(partition), ConsistentRead = true };
        var item = (await CallAsync((db, ct) => db.GetItemAsync(request, ct), cancellationToken)).Item;
        return item is not { Count: > 0 } || item.IsPurged(clock.GetUtcNow()) ? null : item;
    }

    /// <summary>Writes an item under a condition.</summary>
    /// <returns>Null when written; otherwise what is there instead, empty when that is nothing.</returns>
    public async Task<Dictionary<string, AttributeValue>?> TryPutAsync(
        Dictionary<string, AttributeValue> item, string condition, long? version, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest
        {
            TableName = tableName,
            Item = item,
            ConditionExpression = condition,
            ExpressionAttributeValues = Values(version),
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            await CallAsync((db, ct) => db.PutItemAsync(request, ct), cancellationToken);
            return null;
        }
        catch (ConditionalCheckFailedException e)
        {
            var there = e.Item ?? [];
            // Refused by our own write: its answer was lost and the SDK sent it again.
            return there.TryGetValue(HothTable.WriteId, out var id) && id.S == item.Text(HothTable.WriteId) ? null : there;
        }
    }

    /// <summary>Deletes an item of a known version.</summary>
    /// <returns>False when it is not there in this version. (Also when the answer to a first try was lost; then it is gone all the same.)</returns>
    public async Task<bool> TryDeleteAsync(string partition, long version, CancellationToken cancellationToken)
    {
        var request = new DeleteItemRequest
        {
            TableName = tableName,
            Key = Item.Key(partition),
            ConditionExpression = IsUnchanged,
            ExpressionAttributeValues = Values(version),
        };
        try
        {
            await CallAsync((db, ct) => db.DeleteItemAsync(request, ct), cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private Dictionary<string, AttributeValue> Values(long? version)
    {
        var values = new Dictionary<string, AttributeValue> { [":now"] = Item.Number(clock.GetUtcNow().ToUnixTimeMilliseconds()) };
        if (version is { } v)
        {
            values[":version"] = Item.Number(v);
        }

        return values;
    }
}
