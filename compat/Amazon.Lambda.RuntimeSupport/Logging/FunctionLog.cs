using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Context;

namespace Amazon.Lambda.RuntimeSupport.Logging;

/// <summary>
/// The function's log on standard output. While it is in place, whole lines written to the console go through it as well,
/// standard error's with the level Error.
/// </summary>
internal sealed class FunctionLog : ILambdaLogger, IDisposable
{
    private readonly TextWriter _out;
    private readonly TextWriter _error;
    private readonly LogSettings _settings = LogSettings.FromEnvironment();
    private readonly Lock _lock = new();

    private FunctionLog(TextWriter output, TextWriter error) => (_out, _error) = (output, error);

    /// <summary>The invocation that is running; lines carry its request id.</summary>
    public InvocationContext Invocation { get; set; }

    public static FunctionLog RedirectConsole()
    {
        var log = new FunctionLog(Console.Out, Console.Error);
        Console.SetOut(new LineWriter(log._out, line => log.WriteLine(log._out, LogLevel.Information, null, line, [])));
        Console.SetError(new LineWriter(log._error, line => log.WriteLine(log._error, LogLevel.Error, null, line, [])));
        LambdaLogger.Target = log;
        return log;
    }

    public void Error(Exception exception) => WriteLine(_out, LogLevel.Error, exception, null, []);

    /// <summary>As it is: without time, level or line end.</summary>
    public void Log(string message) => _out.Write(message);

    public void LogLine(string message) => WriteLine(_out, LogLevel.Information, null, message, []);

    public void Log(string level, string message) => WriteLine(_out, Parse(level), null, message, []);

    public void Log(string level, string message, params object[] args) => WriteLine(_out, Parse(level), null, message, args);

    public void Log(string level, Exception exception, string message, params object[] args) => WriteLine(_out, Parse(level), exception, message, args);

    public void Dispose()
    {
        LambdaLogger.Target = null;
        Console.SetOut(_out);
        Console.SetError(_error);
    }

    private static LogLevel Parse(string level) => Enum.TryParse<LogLevel>(level, true, out var known) ? known : LogLevel.Information;

    private void WriteLine(TextWriter target, LogLevel level, Exception exception, string template, object[] args)
    {
        if (level < _settings.Minimum)
        {
            return;
        }

        var line = new LogLine(DateTime.UtcNow, level, Invocation, new MessageTemplate(template ?? string.Empty, args ?? []), exception);
        var text = _settings.Format switch
        {
            LogFormat.Json => JsonLogFormat.Format(line),
            LogFormat.Unformatted => TextLogFormat.Message(line),
            _ => TextLogFormat.Format(line),
        };
        lock (_lock)
        {
            target.WriteLine(text);
            target.Flush();
        }
    }
}
