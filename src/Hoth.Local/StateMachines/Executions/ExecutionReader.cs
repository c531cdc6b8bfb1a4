using System.Text;
using Hoth.Local.Storage;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>Reads executions, next to the writer.</summary>
internal sealed class ExecutionReader
{
    private const string Columns = """
        SELECT e.name, e.workflow, m.definition, e.status, e.input, e.output, e.error, e.cause, e.started_at, e.ended_at
        FROM execution e JOIN state_machine m ON m.hash = e.definition
        """;

    private readonly SqliteReader _reader;
    private readonly SqliteStatement _find, _running, _untold, _frames, _history;

    public ExecutionReader(SqliteReader reader)
    {
        _reader = reader;
        _find = reader.Prepare($"{Columns} WHERE e.name = ?1");
        _running = reader.Prepare($"{Columns} WHERE e.status = 0 ORDER BY e.started_at");
        _untold = reader.Prepare($"{Columns} WHERE e.end_told = 0 ORDER BY e.ended_at");
        _frames = reader.Prepare("SELECT branch, frame FROM execution_frame WHERE execution = ?1");
        _history = reader.Prepare("SELECT at, type, branch, state, error, cause FROM execution_event WHERE execution = ?1 ORDER BY id");
    }

    public ExecutionRecord? Find(string name) => _reader.Read(() =>
    {
        using var find = _find.Bind(1, name);
        return ReadAll(find).FirstOrDefault();
    });

    public IReadOnlyList<ExecutionRecord> Running() => _reader.Read(() =>
    {
        using var running = _running;
        return ReadAll(running);
    });

    /// <summary>Those whose end nobody has taken care of yet.</summary>
    public IReadOnlyList<ExecutionRecord> Untold() => _reader.Read(() =>
    {
        using var untold = _untold;
        return ReadAll(untold);
    });

    /// <summary>Branch → where it is.</summary>
    public Dictionary<string, Frame> Frames(string execution) => _reader.Read(() =>
    {
        using var rows = _frames.Bind(1, execution);
        var frames = new Dictionary<string, Frame>(StringComparer.Ordinal);
        while (rows.Step())
        {
            frames.Add(rows.Text(0)!, FrameJson.Read(rows.Blob(1)));
        }

        return frames;
    });

    public IReadOnlyList<HistoryEvent> History(string execution) => _reader.Read(() =>
    {
        using var rows = _history.Bind(1, execution);
        var events = new List<HistoryEvent>();
        while (rows.Step())
        {
            events.Add(new HistoryEvent(rows.Instant(0), (HistoryEventType)rows.Int64(1), rows.Text(2)!, rows.Text(3), rows.Text(4), rows.Text(5)));
        }

        return events;
    });

    private static List<ExecutionRecord> ReadAll(SqliteStatement rows)
    {
        var executions = new List<ExecutionRecord>();
        while (rows.Step())
        {
            executions.Add(new ExecutionRecord(
                rows.Text(0)!,
                rows.Text(1)!,
                Encoding.UTF8.GetString(rows.Blob(2)),
                (ExecutionStatus)rows.Int64(3),
                Encoding.UTF8.GetString(rows.Blob(4)),
                rows.Text(5),
                rows.Text(6),
                rows.Text(7),
                rows.Instant(8),
                rows.IsNull(9) ? null : rows.Instant(9)));
        }

        return executions;
    }
}
