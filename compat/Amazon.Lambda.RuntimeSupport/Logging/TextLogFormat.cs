using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport.Logging;

/// <summary><c>time, request id, level, message</c> with tabs between, the exception on lines of its own.</summary>
internal static class TextLogFormat
{
    public static string Format(LogLine line) => $"{line.Timestamp}\t{line.Invocation?.AwsRequestId}\t{Label(line.Level)}\t{Message(line)}";

    public static string Message(LogLine line)
    {
        var message = line.Message.Render();
        return line.Exception is null ? message
            : message.Length == 0 ? line.Exception.ToString()
            : $"{message}\n{line.Exception}";
    }

    private static string Label(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
