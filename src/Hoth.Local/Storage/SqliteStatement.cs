using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hoth.Local.Storage;

/// <summary>
/// One compiled statement, kept for the life of its session. It goes to the native library directly, without commands, parameters
/// and readers in between: the writer runs some thirty statements per job, and their allocations were the larger part of the cost.
/// </summary>
/// <remarks>Not thread-safe. Parameters are numbered from 1, columns from 0. <see cref="Dispose"/> ends one use, not the statement.</remarks>
internal sealed class SqliteStatement : IDisposable
{
    // SQLITE_STMTSTATUS_REPREPARE of sqlite3.h, which the binding does not name.
    private const int CompiledAgain = 5;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqliteStatement Bind(int parameter, long value) => Bound(raw.sqlite3_bind_int64(_statement, parameter, value));

    public SqliteStatement Bind(int parameter, string? value) => Bound(
        value is null ? raw.sqlite3_bind_null(_statement, parameter) : raw.sqlite3_bind_text(_statement, parameter, value));

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value) => Bound(raw.sqlite3_bind_blob(_statement, parameter, value));

    /// <summary>Binds an instant as UTC ticks.</summary>
    public SqliteStatement Bind(int parameter, DateTimeOffset? value) => Bound(
        value is { } instant ? raw.sqlite3_bind_int64(_statement, parameter, instant.UtcTicks) : raw.sqlite3_bind_null(_statement, parameter));

    /// <summary>How often SQLite has compiled the statement again by itself; it should not (<see cref="SqliteSession"/>).</summary>
    public int Recompilations => raw.sqlite3_stmt_status(_statement, CompiledAgain, 0);

    /// <summary>Runs to the next row.</summary>
    /// <returns>False when there is none.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            // Resetting clears the error that the message is taken from.
            var error = Error(code);
            raw.sqlite3_reset(_statement);
            throw error;
        }

        return false;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        Step();
        raw.sqlite3_reset(_statement);
        return raw.sqlite3_changes(_database);
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public DateTimeOffset Instant(int column) => new(Int64(column), TimeSpan.Zero);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>Valid until the next step or the end of this use.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Ends one use: the statement can be bound and run again.</summary>
    public void Dispose()
    {
        raw.sqlite3_reset(_statement);
        // Bodies may be large; the next use binds every parameter again.
        raw.sqlite3_clear_bindings(_statement);
    }

    /// <summary>Frees the statement for good.</summary>
    public void Close() => _statement.Dispose();

    private SqliteStatement Bound(int code)
    {
        Check(code);
        return this;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Error(code);
        }
    }

    private SqliteException Error(int code) =>
        new($"SQLite error {code}: {raw.sqlite3_errmsg(_database).utf8_to_string()}", code, raw.sqlite3_extended_errcode(_database));
}
