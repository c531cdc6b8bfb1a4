using Microsoft.Data.Sqlite;

namespace Hoth.Local.Storage;

/// <summary>A connection for reads that do not wait for the writer: they see everything that was acknowledged. Thread-safe, one read at a time.</summary>
internal sealed class SqliteReader(SqliteSession session) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _disposed;

    public SqliteStatement Prepare(string sql) => session.Prepare(sql);

    /// <summary>Reads alone on this connection.</summary>
    /// <param name="read">Keeps nothing of the statement: rows end with it.</param>
    public T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteDatabase));
            try
            {
                return read();
            }
            catch (SqliteException e)
            {
                throw SqliteDatabase.ToPortException(e);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            session.Dispose();
        }
    }
}
