using Hoth.Local.Storage;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Local.Tests.Storage;

public sealed class SqliteQueueContractTests : HostQueueContract, IDisposable
{
    private readonly TestDatabase _database = new();

    public SqliteQueueContractTests() => Queue = new SqliteQueue(_database.Database);

    protected override IQueue Queue { get; }

    protected override bool CanMoveTime => true;

    public void Dispose() => _database.Dispose();

    protected override void MoveTime(TimeSpan by) => _database.Clock.Advance(by);
}

public sealed class SqliteJobStoreContractTests : JobStoreContract, IDisposable
{
    private readonly TestDatabase _database = new();

    public SqliteJobStoreContractTests() => Store = new SqliteJobStore(_database.Database);

    protected override IJobStore Store { get; }

    protected override DateTimeOffset Now => _database.Clock.GetUtcNow();

    protected override bool CanMoveTime => true;

    public void Dispose() => _database.Dispose();

    protected override void MoveTime(TimeSpan by) => _database.Clock.Advance(by);
}

public sealed class SqliteDocumentStoreContractTests : DocumentStoreContract, IDisposable
{
    private readonly TestDatabase _database = new();

    public SqliteDocumentStoreContractTests() => Store = new SqliteDocumentStore(_database.Database);

    protected override IDocumentStore Store { get; }

    protected override DateTimeOffset Now => _database.Clock.GetUtcNow();

    protected override bool CanMoveTime => true;

    public void Dispose() => _database.Dispose();

    protected override void MoveTime(TimeSpan by) => _database.Clock.Advance(by);
}

public sealed class FileArtifactStoreContractTests : ArtifactStoreContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public FileArtifactStoreContractTests() => Store = new FileArtifactStore(
        _directory.Path,
        SystemIds.Instance,
        TimeProvider.System,
        static (key, expiry) => new($"http://localhost/artifacts/{key}?expires={expiry.ToUnixTimeSeconds()}"));

    protected override IArtifactStore Store { get; }

    public void Dispose() => _directory.Dispose();
}
