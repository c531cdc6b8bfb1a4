using System.Diagnostics.CodeAnalysis;
using Hoth.Ports;
using Microsoft.Data.Sqlite;

namespace Hoth.Local.Storage;

/// <summary>Something the writer does inside a transaction, with somebody waiting for the commit.</summary>
internal abstract class WriteOperation
{
    /// <summary>True when it is still wanted; from then on it cannot be cancelled.</summary>
    public abstract bool TryStart();

    /// <summary>Runs it, keeping its result or its exception.</summary>
    /// <returns>False when it failed: what it has written must be undone.</returns>
    public abstract bool Execute();

    /// <summary>Answers the caller.</summary>
    /// <param name="failure">Why the transaction was not committed; null when it was.</param>
    public abstract void Complete(Exception? failure);
}

/// <inheritdoc />
internal sealed class WriteOperation<T>(Func<T> action, CancellationToken cancellationToken) : WriteOperation
{
    // Continuations run elsewhere: the writer thread belongs to the writer.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Task => _completion.Task;

    public override bool TryStart() => !cancellationToken.IsCancellationRequested || !_completion.TrySetCanceled(cancellationToken);

    [SuppressMessage("Design", "CA1031", Justification = "The boundary between an operation and its neighbours in the same commit.")]
    public override bool Execute()
    {
        try
        {
            _result = action();
            return true;
        }
        catch (Exception e)
        {
            _failure = e;
            return false;
        }
    }

    public override void Complete(Exception? failure)
    {
        if ((_failure ?? failure) is { } exception)
        {
            _completion.TrySetException(SqliteDatabase.ToPortException(exception));
        }
        else
        {
            _completion.TrySetResult(_result!);
        }
    }
}
