using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Hoth.Local.Storage;

/// <summary>
/// The one thread that writes. It takes what is waiting, up to 256 operations, into one transaction with a savepoint each, commits
/// once, and then answers everybody: the price of reaching the disk is shared by all who wait for it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The collection is completed, never disposed: an operation that comes late must find it so.")]
internal sealed class SqliteWriter
{
    private const int MaximumBatch = 256;

    private readonly BlockingCollection<WriteOperation> _waiting = new(new ConcurrentQueue<WriteOperation>());
    private readonly List<WriteOperation> _batch = new(MaximumBatch);
    private readonly SqliteSession _session;
    private readonly SqliteStatement _begin, _commit, _rollback, _savepoint, _release, _undo;
    private readonly Thread _thread;
    private int _unanswered, _taken;

    public SqliteWriter(SqliteSession session)
    {
        _session = session;
        _begin = session.Prepare("BEGIN IMMEDIATE");
        _commit = session.Prepare("COMMIT");
        _rollback = session.Prepare("ROLLBACK");
        _savepoint = session.Prepare("SAVEPOINT operation");
        _release = session.Prepare("RELEASE operation");
        _undo = session.Prepare("ROLLBACK TO operation");
        _thread = new Thread(Loop) { IsBackground = true, Name = "Hoth SQLite writer" };
        _thread.Start();
    }

    /// <summary>Operations that were committed, since the start. Exact once the writer has stopped.</summary>
    public long Operations { get; private set; }

    /// <summary>Transactions that were committed, since the start. Exact once the writer has stopped.</summary>
    public long Commits { get; private set; }

    /// <summary>True when every operation was answered.</summary>
    public bool IsIdle => Volatile.Read(ref _unanswered) == 0;

    /// <summary>Called on the writer thread after each transaction, committed or not. Must not throw.</summary>
    public event Action? BatchDone;

    /// <summary>Called on the writer thread when it has done everything and stops. Must not throw.</summary>
    public event Action? Stopped;

    /// <exception cref="ObjectDisposedException">The writer takes no more operations.</exception>
    public void Add(WriteOperation operation)
    {
        Interlocked.Increment(ref _unanswered);
        try
        {
            _waiting.Add(operation);
        }
        catch (InvalidOperationException)
        {
            Interlocked.Decrement(ref _unanswered);
            throw new ObjectDisposedException(nameof(SqliteDatabase));
        }
    }

    /// <summary>Takes no more operations, does those it has, in order, and ends the thread.</summary>
    public void Stop()
    {
        _waiting.CompleteAdding();
        _thread.Join();
    }

    private void Loop()
    {
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            var failure = Transact(first);
            foreach (var operation in _batch)
            {
                operation.Complete(failure);
            }

            _batch.Clear();
            BatchDone?.Invoke();
            Interlocked.Add(ref _unanswered, -_taken);
            _taken = 0;
        }

        Stopped?.Invoke();
    }

    [SuppressMessage("Design", "CA1031", Justification = "The writer survives whatever a transaction dies of.")]
    private Exception? Transact(WriteOperation first)
    {
        try
        {
            // In the batch before anything can fail: whoever is in it hears of a failure.
            AddToBatch(first);
            _begin.Run();
            for (var i = 0; i < _batch.Count; i++)
            {
                Execute(_batch[i]);
                if (_batch.Count < MaximumBatch && _waiting.TryTake(out var next))
                {
                    AddToBatch(next);
                }
            }

            _commit.Run();
            Operations += _batch.Count;
            Commits++;
            return null;
        }
        catch (Exception e)
        {
            Rollback();
            return e;
        }
    }

    private void AddToBatch(WriteOperation operation)
    {
        _taken++;
        if (operation.TryStart())
        {
            _batch.Add(operation);
        }
    }

    private void Execute(WriteOperation operation)
    {
        _savepoint.Run();
        if (!operation.Execute())
        {
            if (!_session.InTransaction)
            {
                // SQLite has undone the neighbours too (disk full, I/O error): the whole batch failed.
                throw new SqliteException("The transaction was rolled back.", SQLitePCL.raw.SQLITE_ABORT);
            }

            _undo.Run();
        }

        _release.Run();
    }

    private void Rollback()
    {
        try
        {
            if (_session.InTransaction)
            {
                _rollback.Run();
            }
        }
        catch (SqliteException)
        {
            // The next BEGIN says what is wrong, to those who wait then.
        }
    }
}
