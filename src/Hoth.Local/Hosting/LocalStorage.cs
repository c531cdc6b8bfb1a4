using Hoth.Local.Storage;
using Hoth.Ports;

namespace Hoth.Local.Hosting;

/// <summary>The data directory with everything in it.</summary>
internal sealed class LocalStorage : IDisposable
{
    private LocalStorage(SqliteDatabase database, FileArtifactStore artifacts)
    {
        Database = database;
        Artifacts = artifacts;
        Queue = new SqliteQueue(database);
        Jobs = new SqliteJobStore(database);
        Documents = new SqliteDocumentStore(database);
        Feeds = new SqliteEventFeed(database);
    }

    public SqliteDatabase Database { get; }

    public SqliteQueue Queue { get; }

    public SqliteJobStore Jobs { get; }

    public SqliteDocumentStore Documents { get; }

    public SqliteEventFeed Feeds { get; }

    public FileArtifactStore Artifacts { get; }

    /// <exception cref="StartException">The directory is in use, was written by a newer Hoth, is damaged, or cannot be written.</exception>
    public static LocalStorage Open(string directory, TimeProvider time, Func<string, DateTimeOffset, Uri> downloadUrl)
    {
        SqliteDatabase? database = null;
        try
        {
            database = SqliteDatabase.Open(new SqliteDatabaseOptions { DataDirectory = directory }, time);
            return new LocalStorage(database, new FileArtifactStore(directory, SystemIds.Instance, time, downloadUrl));
        }
        catch (Exception e) when (e is DataDirectoryInUseException or DataDirectoryVersionException)
        {
            database?.Dispose();
            throw new StartException(e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PortUnavailableException)
        {
            database?.Dispose();
            throw new StartException($"The data directory {directory} cannot be used: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>What was written since the start; exact after disposal.</summary>
    public (long Operations, long Commits) Written => (Database.Writer.Operations, Database.Writer.Commits);

    public void Dispose() => Database.Dispose();
}
