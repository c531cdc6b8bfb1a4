using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Hoth.Aws.DynamoDb;

namespace Hoth.Aws.Tests.DynamoDb;

/// <summary>The table as the stack makes it.</summary>
public static class TableDefinition
{
    /// <summary>Creates it under a name of its own, with time to live switched on, and waits until it can be used.</summary>
    public static async Task<string> CreateAsync(IAmazonDynamoDB dynamo)
    {
        var name = $"hoth-{Path.GetRandomFileName()}";
        await dynamo.CreateTableAsync(Request(name));
        while ((await dynamo.DescribeTableAsync(new DescribeTableRequest { TableName = name })).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        await dynamo.UpdateTimeToLiveAsync(new UpdateTimeToLiveRequest
        {
            TableName = name,
            TimeToLiveSpecification = new TimeToLiveSpecification { AttributeName = HothTable.TimeToLive, Enabled = true },
        });
        return name;
    }

    private static CreateTableRequest Request(string name) => new()
    {
        TableName = name,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions =
        [
            new(HothTable.PartitionKey, ScalarAttributeType.S),
            new(HothTable.SortKey, ScalarAttributeType.S),
            new(HothTable.DueShard, ScalarAttributeType.N),
            new(HothTable.DueOrder, ScalarAttributeType.S),
            new(HothTable.DeliveredShard, ScalarAttributeType.S),
            new(HothTable.DeliveredOrder, ScalarAttributeType.S),
            new(HothTable.Owner, ScalarAttributeType.S),
            new(HothTable.OwnedOrder, ScalarAttributeType.S),
        ],
        KeySchema = Keys(HothTable.PartitionKey, HothTable.SortKey),
        GlobalSecondaryIndexes =
        [
            Index(HothTable.DueIndex, HothTable.DueShard, HothTable.DueOrder),
            Index(HothTable.DeliveredIndex, HothTable.DeliveredShard, HothTable.DeliveredOrder),
            Index(HothTable.OwnedIndex, HothTable.Owner, HothTable.OwnedOrder),
        ],
    };

    private static GlobalSecondaryIndex Index(string name, string partitionKey, string sortKey) => new()
    {
        IndexName = name,
        KeySchema = Keys(partitionKey, sortKey),
        Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
    };

    private static List<KeySchemaElement> Keys(string partitionKey, string sortKey) =>
        [new(partitionKey, KeyType.HASH), new(sortKey, KeyType.RANGE)];
}
