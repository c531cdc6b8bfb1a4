using Hoth.Aws.DynamoDb;
using Hoth.Aws.Tests.Emulators;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Aws.Tests.DynamoDb;

[Collection(nameof(DynamoDbLocal))]
public sealed class DynamoEventFeedContractTests(DynamoDbLocal emulator) : EventFeedContract, IAsyncLifetime
{
    private DynamoDbTable? table;
    private DynamoEventFeed? feeds, elsewhere;

    protected override IEventFeed Feeds => feeds ??= Open();

    protected override IEventFeed Elsewhere => elsewhere ??= Open();

    public async Task InitializeAsync() => table = await DynamoDbTable.SharedAsync(emulator);

    public Task DisposeAsync()
    {
        table?.Dispose();
        return Task.CompletedTask;
    }

    private DynamoEventFeed Open() => new(emulator.Require(table).Dynamo, table!.Name, SystemIds.Instance, TimeProvider.System);
}
