using Amazon.DynamoDBv2;
using Hoth.Aws.Tests.Emulators;

namespace Hoth.Aws.Tests.DynamoDb;

/// <summary>DynamoDB Local with one table that a class's tests share.</summary>
public sealed class DynamoDbTable : IDisposable
{
    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly Dictionary<Uri, string> Tables = [];

    private DynamoDbTable(IAmazonDynamoDB dynamo, string name)
    {
        Dynamo = dynamo;
        Name = name;
    }

    public IAmazonDynamoDB Dynamo { get; }

    public string Name { get; }

    /// <summary>Null when the emulator is not there.</summary>
    public static async Task<DynamoDbTable?> SharedAsync(DynamoDbLocal emulator)
    {
        if (!emulator.IsThere)
        {
            return null;
        }

        var dynamo = TestClients.DynamoDb(emulator.Endpoint);
        await Turn.WaitAsync();
        try
        {
            if (!Tables.TryGetValue(emulator.Endpoint, out var name))
            {
                Tables[emulator.Endpoint] = name = await TableDefinition.CreateAsync(dynamo);
            }

            return new DynamoDbTable(dynamo, name);
        }
        finally
        {
            Turn.Release();
        }
    }

    public void Dispose() => Dynamo.Dispose();
}
