using Amazon.DynamoDBv2;
using Hoth.Ports;

namespace Hoth.Aws.DynamoDb;

/// <summary>Documents in the one table (<see cref="HothTable"/>), an item each.</summary>
/// <param name="dynamo">The low-level client, made at the first call.</param>
/// <param name="tableName">The table.</param>
/// <param name="ids">Marks writes.</param>
/// <param name="clock">Decides what has expired.</param>
public sealed class DynamoDocumentStore(Lazy<IAmazonDynamoDB> dynamo, string tableName, IIds ids, TimeProvider clock) : IDocumentStore
{
    private readonly HothTableClient table = new(dynamo, tableName, "document store", clock);

    /// <summary>On a client that is there already.</summary>
    public DynamoDocumentStore(IAmazonDynamoDB dynamo, string tableName, IIds ids, TimeProvider clock)
        : this(new Lazy<IAmazonDynamoDB>(dynamo), tableName, ids, clock)
    {
    }

    /// <inheritdoc />
    public async Task<StoredDocument?> FindAsync(string type, string id, CancellationToken cancellationToken) =>
        await table.GetAsync(PartitionOf(type, id), cancellationToken) is not { } item
            ? null
            : new StoredDocument(type, id, item.Number(HothTable.Version), item.Text(HothTable.Json), ExpiryOf(item));

    /// <inheritdoc />
    public async Task<bool> TryPutAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        var item = Item.Create(
            PartitionOf(document.Type, document.Id), document.Version + 1, document.Json, ids.NewId(), document.ExpiresAt);
        if (document.ExpiresAt is { } expiry)
        {
            item[ExpiresAt] = Item.Text(expiry.ToString("O"));
        }

        var refusedBy = document.Version == 0
            ? await table.TryPutAsync(item, HothTableClient.IsFree, null, cancellationToken)
            : await table.TryPutAsync(item, HothTableClient.IsUnchanged, document.Version, cancellationToken);
        return refusedBy is null;
    }

    /// <inheritdoc />
    public Task<bool> TryDeleteAsync(string type, string id, long version, CancellationToken cancellationToken) =>
        table.TryDeleteAsync(PartitionOf(type, id), version, cancellationToken);

    /// <summary>S: the instant as it was given; <see cref="HothTable.PurgeAt"/> has milliseconds only.</summary>
    private const string ExpiresAt = "expiresAt";

    private static string PartitionOf(string type, string id) => $"doc#{type}#{id}";

    private static DateTimeOffset? ExpiryOf(Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue> item) =>
        item.TryGetValue(ExpiresAt, out var at) ? DateTimeOffset.Parse(at.S) : null;
}
