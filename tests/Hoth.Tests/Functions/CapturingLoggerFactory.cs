using System.Text;
using Microsoft.Extensions.Logging;

namespace Hoth.Tests.Functions;

/// <summary>Keeps everything that reaches any log: messages, members, scopes and exceptions with all they say. For any number of threads.</summary>
public sealed class CapturingLoggerFactory : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();

    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Append(MembersOf(state));
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Append($"{logLevel} {eventId} {formatter(state, exception)} {exception}{Environment.NewLine}{MembersOf(state)}");

    public void Dispose() { }

    private static string MembersOf(object? state) =>
        state is IEnumerable<KeyValuePair<string, object>> members ? string.Concat(members.Select(m => $"  {m.Key}={m.Value}{Environment.NewLine}")) : "";

    private void Append(string text)
    {
        // A builder is for one thread: two at once lose text, throw, or copy past the end of memory.
        lock (_gate) _text.Append(text);
    }
}
