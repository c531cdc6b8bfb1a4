using System.Text;
using Microsoft.Extensions.Logging;

namespace Hoth.Tests.Functions;

/// <summary>Keeps everything that reaches any log: messages, members, scopes and exceptions with all they say.</summary>
public sealed class CapturingLoggerFactory : ILoggerFactory, ILogger
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Append(state);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _text.AppendLine($"{logLevel} {eventId} {formatter(state, exception)} {exception}");
        Append(state);
    }

    public void Dispose() { }

    private void Append(object? state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object>> members) return;
        foreach (var (name, value) in members) _text.AppendLine($"  {name}={value}");
    }
}
