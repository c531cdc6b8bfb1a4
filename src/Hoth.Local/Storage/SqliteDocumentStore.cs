using System.Text;
using Hoth.Ports;

namespace Hoth.Local.Storage;

/// <summary>The documents in a <see cref="SqliteDatabase"/>.</summary>
public sealed class SqliteDocumentStore : IDocumentStore
{
    private const int MaximumBytes = 300 * 1024;
    private const int MaximumIdLength = 200;

    private readonly SqliteDatabase _database;
    private readonly DocumentTable _table;
    private readonly SqliteReader _reader;
    private readonly SqliteStatement _find;

    /// <summary>Opens the store.</summary>
    public SqliteDocumentStore(SqliteDatabase database)
    {
        _database = database;
        _table = database.Prepare(session => new DocumentTable(session));
        _reader = database.OpenReader();
        _find = _reader.Prepare(
            "SELECT version, expires_at, json FROM document WHERE type = ?1 AND id = ?2 AND (expires_at IS NULL OR expires_at > ?3)");
    }

    private DateTimeOffset Now => _database.Time.GetUtcNow();

    /// <inheritdoc />
    public Task<StoredDocument?> FindAsync(string type, string id, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<StoredDocument?>(cancellationToken)
            : Task.FromResult(_reader.Read(() => Find(type, id)));

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The id or the content is over its limit.</exception>
    public Task<bool> TryPutAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(document.Version, nameof(document));
        if (document.Id is not { Length: >= 1 and <= MaximumIdLength })
        {
            throw new ArgumentException($"A document id has 1 to {MaximumIdLength} characters.", nameof(document));
        }

        var json = Encoding.UTF8.GetBytes(document.Json);
        if (json.Length > MaximumBytes)
        {
            throw new ArgumentException("A document has at most 300 KiB.", nameof(document));
        }

        return _database.WriteAsync(() => _table.TryPut(document, json, Now), cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> TryDeleteAsync(string type, string id, long version, CancellationToken cancellationToken) =>
        _database.WriteAsync(() => _table.TryDelete(type, id, version, Now), cancellationToken);

    private StoredDocument? Find(string type, string id)
    {
        using var find = _find.Bind(1, type).Bind(2, id).Bind(3, Now);
        return find.Step()
            ? new(type, id, find.Int64(0), Encoding.UTF8.GetString(find.Blob(2)), find.IsNull(1) ? null : find.Instant(1))
            : null;
    }
}
