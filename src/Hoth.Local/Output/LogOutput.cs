using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Output;

/// <summary>
/// Log entries of the whole host, put into text and written by one background task. Whoever logs only hands the entry over; when the
/// reader of the output is too slow, entries are dropped and counted instead of slowing jobs down.
/// </summary>
internal sealed class LogOutput : ILoggerFactory, IAsyncDisposable
{
    private const int Capacity = 64 * 1024;

    private static readonly EventId Announcement = new(0, nameof(Announcement));

    private readonly Channel<LogEntry> _entries = Channel.CreateBounded<LogEntry>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly LoggerExternalScopeProvider _scopes = new();
    private readonly TextWriter _output;
    private readonly ILogFormat _format;
    private readonly LogLevel _minimum;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private long _dropped;

    /// <summary>Starts the writer.</summary>
    /// <param name="output">Flushed whenever there is nothing more to write.</param>
    /// <param name="format">How entries look.</param>
    /// <param name="minimum">What is below is not logged.</param>
    /// <param name="time">When entries happened.</param>
    public LogOutput(TextWriter output, ILogFormat format, LogLevel minimum, TimeProvider time)
    {
        (_output, _format, _minimum, _time) = (output, format, minimum, time);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Writes text as it is, in its turn, whatever the minimum level.</summary>
    public void Announce(string text) => Add(new LogEntry(_time.GetUtcNow(), LogLevel.None, Announcement, "", text, null));

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This host has one output.");

    /// <summary>Writes what was handed in, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing;
    }

    /// <inheritdoc />
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task WriteAsync()
    {
        try
        {
            while (await _entries.Reader.WaitToReadAsync())
            {
                while (_entries.Reader.TryRead(out var entry))
                {
                    if (entry.Level == LogLevel.None) _output.WriteLine(entry.State);
                    else _format.Write(_output, entry);
                }

                if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped) WriteDropped(dropped);
                await _output.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Whoever read the output is gone (a closed pipe). The jobs go on without it.
            _entries.Writer.TryComplete();
        }
    }

    private void WriteDropped(long count) =>
        _format.Write(_output, new LogEntry(_time.GetUtcNow(), LogLevel.Warning, new EventId(0, "EntriesDropped"), nameof(LogOutput), $"{count} log entries were dropped: the output is read too slowly", null));

    private void Add(in LogEntry entry)
    {
        if (!_entries.Writer.TryWrite(entry)) Interlocked.Increment(ref _dropped);
    }

    private List<KeyValuePair<string, object?>>? ScopeOf(LogLevel level)
    {
        if (level < LogLevel.Warning && !_format.ShowsScopes) return null;
        var values = new List<KeyValuePair<string, object?>>();
        _scopes.ForEachScope(static (scope, values) =>
        {
            if (scope is IEnumerable<KeyValuePair<string, object?>> pairs) values.AddRange(pairs);
        }, values);
        return values.Count > 0 ? values : null;
    }

    private sealed class Logger(LogOutput output, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => output._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= output._minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || !output._format.Shows(eventId)) return;
            output.Add(new LogEntry(output._time.GetUtcNow(), logLevel, eventId, category, state, output.ScopeOf(logLevel)));
        }
    }
}
