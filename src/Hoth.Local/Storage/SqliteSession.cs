using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hoth.Local.Storage;

/// <summary>One connection with its compiled statements. Not thread-safe.</summary>
internal sealed class SqliteSession : IDisposable
{
    // synchronous=FULL: a commit is on the disk before it is acknowledged (NORMAL would lose acknowledged commits with the power).
    // wal_autocheckpoint: 16 MiB of log, so that a busy writer seldom stops to copy pages back.
    private const string Pragmas = """
        PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;
        PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=4000;
        """;

    // SQLITE_DBCONFIG_ENABLE_QPSG of sqlite3.h, which the binding does not name.
    private const int QueryPlannerStability = 1007;

    private readonly SqliteConnection _connection;
    private readonly List<SqliteStatement> _statements = [];

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    /// <summary>False when SQLite itself has rolled the transaction back, as it may when the disk is full or fails.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(Handle);

    private sqlite3 Handle => _connection.Handle ?? throw new ObjectDisposedException(nameof(SqliteSession));

    /// <exception cref="SqliteException">The file cannot be opened, or is no database.</exception>
    public static SqliteSession Open(string path, bool readOnly)
    {
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        };
        var session = new SqliteSession(new SqliteConnection(builder.ToString()));
        try
        {
            session._connection.Open();
            session.KeepPlans();
            session.Execute(readOnly ? "PRAGMA busy_timeout=30000;" : Pragmas);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Compiles a statement that lives as long as this session.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(Handle, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs statements once, without keeping them: schema and settings.</summary>
    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // constants of this namespace, never input
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Close();
        }

        _connection.Dispose();
    }

    /// <summary>
    /// Plans do not depend on bound values. Otherwise SQLite compiles a statement again whenever a value that the planner looked at is bound anew,
    /// the one of LIMIT for example: 25 µs instead of 1 µs for the commonest query of a receive.
    /// </summary>
    private void KeepPlans()
    {
        var code = raw.sqlite3_db_config(Handle, QueryPlannerStability, 1, out _);
        SqliteException.ThrowExceptionForRC(code, Handle);
    }
}
