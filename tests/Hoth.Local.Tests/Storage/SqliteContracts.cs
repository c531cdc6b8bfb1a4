using Hoth.Local.Storage;
using Hoth.PortContracts;
using Hoth.Ports;
using Shouldly;
using Xunit;

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

public sealed class SqliteEventFeedContractTests : EventFeedContract, IDisposable
{
    private readonly TestDatabase _database = new();

    public SqliteEventFeedContractTests() => (Feeds, Elsewhere) = (new SqliteEventFeed(_database.Database), new SqliteEventFeed(_database.Database));

    protected override IEventFeed Feeds { get; }

    protected override IEventFeed Elsewhere { get; }

    protected override DateTimeOffset Now => _database.Clock.GetUtcNow();

    [Fact]
    public async Task Feed_is_deleted_some_time_after_it_has_expired()
    {
        await Feeds.AppendAsync("old", new("a", [new("ONE", Now, "{}")], Now + TimeSpan.FromHours(1)) { Content = "x" }, default);
        await Feeds.AppendAsync("young", new("a", [new("ONE", Now, "{}")], Now + TimeSpan.FromHours(3)), default);
        _database.Clock.Advance(TimeSpan.FromHours(2));

        await Feeds.AppendAsync("new", new("a", [], Now + TimeSpan.FromHours(1)), default);

        (await Feeds.ReadAsync("old", 0, 1, default)).LastSeq.ShouldBe(0);
        (await Feeds.FindEntryAsync("old", "a", default)).ShouldBeNull();
        (await Feeds.ReadAsync("young", 0, 1, default)).Events.ShouldHaveSingleItem();
    }

    public void Dispose() => _database.Dispose();
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
