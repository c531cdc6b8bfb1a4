using System.Security.Cryptography;
using System.Text;
using Hoth.Local.Storage;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>Writes executions, on the writer thread. What is written for one that is over counts no more.</summary>
internal sealed class ExecutionTable(SqliteSession session)
{
    /// <summary>How long a name stays taken after the end. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    private readonly SqliteStatement _find = session.Prepare(
        "SELECT workflow, input FROM execution WHERE name = ?1");

    private readonly SqliteStatement _keepDefinition = session.Prepare(
        "INSERT INTO state_machine(hash, definition) VALUES(?1, ?2) ON CONFLICT(hash) DO NOTHING");

    private readonly SqliteStatement _insert = session.Prepare("""
        INSERT INTO execution(name, workflow, definition, status, input, started_at, end_told, events) VALUES(?1, ?2, ?3, 0, ?4, ?5, 1, 0)
        """);

    private readonly SqliteStatement _count = session.Prepare(
        "UPDATE execution SET events = events + ?2 WHERE name = ?1 AND status = 0 RETURNING events");

    private readonly SqliteStatement _end = session.Prepare("""
        UPDATE execution SET status = ?2, output = ?3, error = ?4, cause = ?5, ended_at = ?6, end_told = ?7, purge_at = ?8
        WHERE name = ?1 AND status = 0
        """);

    private readonly SqliteStatement _told = session.Prepare("UPDATE execution SET end_told = 1 WHERE name = ?1");

    private readonly SqliteStatement _putFrame = session.Prepare("""
        INSERT INTO execution_frame(execution, branch, frame) VALUES(?1, ?2, ?3) ON CONFLICT(execution, branch) DO UPDATE SET frame = ?3
        """);

    // '0' is the character after '/': everything below a branch.
    private readonly SqliteStatement _deleteBelow = session.Prepare(
        "DELETE FROM execution_frame WHERE execution = ?1 AND branch > ?2 || '/' AND branch < ?2 || '0'");

    private readonly SqliteStatement _deleteFrames = session.Prepare("DELETE FROM execution_frame WHERE execution = ?1");

    private readonly SqliteStatement _addEvent = session.Prepare(
        "INSERT INTO execution_event(execution, at, type, branch, state, error, cause) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    private readonly SqliteStatement _purgeEvents = session.Prepare(
        "DELETE FROM execution_event WHERE execution IN (SELECT name FROM execution WHERE purge_at <= ?1)");

    private readonly SqliteStatement _purge = session.Prepare("DELETE FROM execution WHERE purge_at <= ?1");

    private readonly SqliteStatement _purgeDefinitions = session.Prepare(
        "DELETE FROM state_machine WHERE hash NOT IN (SELECT definition FROM execution)");

    private DateTimeOffset _nextPurge;

    /// <returns>True when it is new, false when the same was started before.</returns>
    /// <exception cref="ExecutionAlreadyExistsException">The name is taken by another one.</exception>
    public bool TryStart(ExecutionRecord execution, Frame frame, Func<string, string, bool> isSame)
    {
        Purge(execution.StartedAt);
        using (var find = _find.Bind(1, execution.Name))
        {
            if (find.Step())
            {
                return isSame(find.Text(0)!, Encoding.UTF8.GetString(find.Blob(1)))
                    ? false
                    : throw new ExecutionAlreadyExistsException(execution.Name);
            }
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(execution.Definition)));
        _keepDefinition.Bind(1, hash).Bind(2, Encoding.UTF8.GetBytes(execution.Definition)).Run();
        _insert.Bind(1, execution.Name).Bind(2, execution.Workflow).Bind(3, hash)
            .Bind(4, Encoding.UTF8.GetBytes(execution.Input)).Bind(5, execution.StartedAt).Run();
        Save(execution.Name, "", frame, [new HistoryEvent(frame.EnteredAt, HistoryEventType.StateEntered, "", frame.State, null, null)], forkIsOver: false);
        return true;
    }

    /// <summary>Keeps where a graph is.</summary>
    /// <returns>How many events the history has; null when the execution is over and nothing was kept.</returns>
    public long? Save(string execution, string branch, Frame frame, IReadOnlyList<HistoryEvent> events, bool forkIsOver)
    {
        if (Count(execution, events.Count) is not { } count)
        {
            return null;
        }

        if (forkIsOver)
        {
            _deleteBelow.Bind(1, execution).Bind(2, branch).Run();
        }

        _putFrame.Bind(1, execution).Bind(2, branch).Bind(3, FrameJson.Write(frame)).Run();
        AddEvents(execution, events);
        return count;
    }

    /// <returns>False when it is over already.</returns>
    public bool TryEnd(string execution, ExecutionStatus status, string? output, StateError? error, DateTimeOffset now, IReadOnlyList<HistoryEvent> events)
    {
        using (var end = _end.Bind(1, execution).Bind(2, (long)status).Bind(3, output).Bind(4, error?.Error).Bind(5, error?.Cause))
        {
            if (end.Bind(6, now).Bind(7, status == ExecutionStatus.Succeeded ? 1 : 0).Bind(8, now + Retention).Run() == 0)
            {
                return false;
            }
        }

        _deleteFrames.Bind(1, execution).Run();
        AddEvents(execution, [.. events, new HistoryEvent(now, HistoryEventType.ExecutionEnded, "", null, error?.Error, error?.Cause)]);
        return true;
    }

    /// <summary>Notes that somebody has taken care of the end.</summary>
    public bool MarkTold(string execution) => _told.Bind(1, execution).Run() > 0;

    private long? Count(string execution, int events)
    {
        using var count = _count.Bind(1, execution).Bind(2, events);
        return count.Step() ? count.Int64(0) : null;
    }

    private void AddEvents(string execution, IReadOnlyList<HistoryEvent> events)
    {
        foreach (var e in events)
        {
            using var add = _addEvent.Bind(1, execution).Bind(2, e.At).Bind(3, (long)e.Type).Bind(4, e.Branch);
            add.Bind(5, e.State).Bind(6, e.Error).Bind(7, e.Cause).Run();
        }
    }

    /// <summary>Once an hour, and before the first start: gives free the names of 90 days ago.</summary>
    private void Purge(DateTimeOffset now)
    {
        if (now < _nextPurge)
        {
            return;
        }

        _nextPurge = now + TimeSpan.FromHours(1);
        _purgeEvents.Bind(1, now).Run();
        if (_purge.Bind(1, now).Run() > 0)
        {
            _purgeDefinitions.Run();
        }
    }
}
