using Hoth.Aws.DynamoDb;
using Hoth.Aws.Tests.Emulators;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Aws.Tests.DynamoDb;

[Collection(nameof(DynamoDbLocal))]
public sealed class DynamoJobStoreContractTests(DynamoDbLocal emulator) : JobStoreContract, IAsyncLifetime
{
    private readonly ManualTimeProvider clock = new();
    private DynamoDbTable? table;

    protected override IJobStore Store =>
        new DynamoJobStore(emulator.Require(table).Dynamo, table!.Name, SystemIds.Instance, clock);

    protected override DateTimeOffset Now => clock.GetUtcNow();

    protected override bool CanMoveTime => true;

    public async Task InitializeAsync() => table = await DynamoDbTable.SharedAsync(emulator);

    public Task DisposeAsync()
    {
        table?.Dispose();
        return Task.CompletedTask;
    }

    protected override void MoveTime(TimeSpan by) => clock.Advance(by);
}
