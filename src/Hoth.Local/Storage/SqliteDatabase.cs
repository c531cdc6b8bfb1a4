using Hoth.Ports;
using Microsoft.Data.Sqlite;

namespace Hoth.Local.Storage;

/// <summary>
/// The data directory of a single-machine host: an exclusive lock, one SQLite file, one thread that writes. What is acknowledged is on the
/// disk (WAL, synchronous=FULL). Thread-safe; dispose it last, after those who use it.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private readonly DataDirectoryLock _lock;
    private readonly SqliteSession _session;
    private readonly List<SqliteReader> _readers = [];
    private readonly string _file;
    private bool _disposed;

    private SqliteDatabase(DataDirectoryLock directoryLock, SqliteSession session, string file, SqliteDatabaseOptions options, TimeProvider time)
    {
        _lock = directoryLock;
        _session = session;
        _file = file;
        Options = options;
        Time = time;
        Writer = new SqliteWriter(session);
    }

    internal SqliteDatabaseOptions Options { get; }

    internal TimeProvider Time { get; }

    internal SqliteWriter Writer { get; }

    /// <summary>Opens a data directory, creating it where there is none.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has it open.</exception>
    /// <exception cref="DataDirectoryVersionException">A newer Hoth wrote it.</exception>
    /// <exception cref="PortUnavailableException">The file is damaged, or the disk is full or fails.</exception>
    public static SqliteDatabase Open(SqliteDatabaseOptions options, TimeProvider time)
    {
        var directory = Path.GetFullPath(options.DataDirectory);
        var directoryLock = DataDirectoryLock.Take(directory);
        SqliteSession? session = null;
        try
        {
            var file = Path.Combine(directory, "hoth.db");
            session = SqliteSession.Open(file, readOnly: false);
            StorageSchema.Ensure(session, directory);
            return new SqliteDatabase(directoryLock, session, file, options with { DataDirectory = directory }, time);
        }
        catch (Exception e)
        {
            session?.Dispose();
            directoryLock.Dispose();
            if (e is SqliteException)
            {
                throw ToPortException(e);
            }

            throw;
        }
    }

    /// <summary>Runs an action in the writer's next transaction; the task ends when that is on the disk.</summary>
    /// <param name="action">Runs on the writer thread, alone; what it has written is undone when it throws, and its caller gets the exception.</param>
    /// <param name="cancellationToken">Withdraws the action when it has not started.</param>
    internal Task<T> WriteAsync<T>(Func<T> action, CancellationToken cancellationToken)
    {
        var operation = new WriteOperation<T>(action, cancellationToken);
        Writer.Add(operation);
        return operation.Task;
    }

    /// <summary>Prepares a store's statements on the writer's connection, before the store is used.</summary>
    internal T Prepare<T>(Func<SqliteSession, T> make) =>
        WriteAsync(() => make(_session), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Opens a connection that reads next to the writer, closed with this database.</summary>
    internal SqliteReader OpenReader()
    {
        var reader = new SqliteReader(SqliteSession.Open(_file, readOnly: true));
        lock (_readers)
        {
            _readers.Add(reader);
        }

        return reader;
    }

    /// <summary>What callers of a port get to see.</summary>
    internal static Exception ToPortException(Exception exception) =>
        exception is SqliteException or IOException ? new PortUnavailableException("storage", exception) : exception;

    /// <summary>Does what was asked for before, in order, then closes the file and gives the directory free.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Writer.Stop();
        lock (_readers)
        {
            _readers.ForEach(reader => reader.Dispose());
        }

        _session.Dispose();
        _lock.Dispose();
    }
}
