using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport.Logging;

internal enum LogFormat
{
    Default,
    Unformatted,
    Json,
}

/// <summary>Advanced logging controls: the function's own variables, then the service's.</summary>
internal sealed record LogSettings(LogLevel Minimum, LogFormat Format)
{
    public static LogSettings FromEnvironment() => new(
        ParseLevel(Variable("AWS_LAMBDA_HANDLER_LOG_LEVEL", "AWS_LAMBDA_LOG_LEVEL")),
        Enum.TryParse<LogFormat>(Variable("AWS_LAMBDA_HANDLER_LOG_FORMAT", "AWS_LAMBDA_LOG_FORMAT"), true, out var format) ? format : LogFormat.Default);

    /// <summary>Lambda says FATAL and WARN where .NET says Critical and Warning.</summary>
    private static LogLevel ParseLevel(string text) => text?.ToUpperInvariant() switch
    {
        "FATAL" => LogLevel.Critical,
        "WARN" => LogLevel.Warning,
        _ => Enum.TryParse<LogLevel>(text, true, out var level) ? level : LogLevel.Information,
    };

    private static string Variable(string name, string fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : Environment.GetEnvironmentVariable(fallback);
}
