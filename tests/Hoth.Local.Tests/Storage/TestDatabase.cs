using Hoth.Local.Storage;
using Hoth.PortContracts;

namespace Hoth.Local.Tests.Storage;

/// <summary>A database of one test, on a clock that the test moves; can be closed and opened again.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TestDatabase() => Database = Open();

    public string Path => _directory.Path;

    public ManualTimeProvider Clock { get; } = new();

    public SqliteDatabase Database { get; private set; }

    public void Reopen()
    {
        Database.Dispose();
        Database = Open();
    }

    public void Dispose()
    {
        Database.Dispose();
        _directory.Dispose();
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(new() { DataDirectory = _directory.Path }, Clock);
}
