using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Hoth.Functions.Logging;

/// <summary>
/// Writes one JSON object a line: time, level, category, eventId, event, message, data (the members of scopes and message by name,
/// the innermost wins) and exception. Log collectors read it as it is; no dependency is worth a slower cold start.
/// </summary>
/// <param name="output">Where lines go; written by one thread at a time, not disposed.</param>
/// <param name="time">Clock of the entries.</param>
/// <param name="minimum">The least level that is written.</param>
public sealed class JsonLoggerProvider(Stream output, TimeProvider time, LogLevel minimum) : ILoggerProvider, ISupportExternalScope
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _lock = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc />
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc />
    public void Dispose() { }

    private void Write(string category, LogLevel level, EventId eventId, string message, object? state, Exception? exception)
    {
        var data = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        _scopes.ForEachScope(Collect, data);
        Collect(state, data);

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("time", time.GetUtcNow().UtcDateTime);
            writer.WriteString("level", level.ToString());
            writer.WriteString("category", category);
            writer.WriteNumber("eventId", eventId.Id);
            if (eventId.Name is not null) writer.WriteString("event", eventId.Name);
            writer.WriteString("message", message);
            WriteData(writer, data);
            if (exception is not null) WriteException(writer, exception);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        lock (_lock)
        {
            output.Write(buffer.WrittenSpan);
            output.Flush();
        }
    }

    private static void Collect(object? state, SortedDictionary<string, object?> data)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> members) return;
        foreach (var (name, value) in members)
        {
            // The message template is the same for every entry of an event id.
            if (name != "{OriginalFormat}") data[name] = value;
        }
    }

    private static void WriteData(Utf8JsonWriter writer, SortedDictionary<string, object?> data)
    {
        if (data.Count == 0) return;
        writer.WriteStartObject("data");
        foreach (var (name, value) in data)
        {
            writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            switch (value)
            {
                case null: writer.WriteNullValue(); break;
                case bool flag: writer.WriteBooleanValue(flag); break;
                case int number: writer.WriteNumberValue(number); break;
                case long number: writer.WriteNumberValue(number); break;
                case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
                case DateTimeOffset instant: writer.WriteStringValue(instant); break;
                default: writer.WriteStringValue(value.ToString()); break;
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteException(Utf8JsonWriter writer, Exception exception)
    {
        writer.WriteStartObject("exception");
        writer.WriteString("type", exception.GetType().FullName);
        writer.WriteString("message", exception.Message);
        writer.WriteString("stack", exception.StackTrace);
        writer.WriteEndObject();
    }

    private sealed class Logger(JsonLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= provider.Minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) provider.Write(category, logLevel, eventId, formatter(state, exception), state, exception);
        }
    }

    private LogLevel Minimum { get; } = minimum;
}
