namespace Amazon.Lambda.Core;

/// <summary>The log for code that has no <see cref="ILambdaContext"/>. RuntimeSupport directs it into the function's log.</summary>
public static class LambdaLogger
{
    /// <summary>Set by RuntimeSupport while it runs; null outside, where lines go to the console as they are.</summary>
    internal static ILambdaLogger Target { get; set; }

    public static void Log(string message)
    {
        if (Target is { } target)
        {
            target.LogLine(message);
        }
        else
        {
            Console.WriteLine(message);
        }
    }

    public static void Log(string level, string message, params object[] args)
    {
        if (Target is { } target)
        {
            target.Log(level, message, args);
        }
        else
        {
            Console.WriteLine(args is { Length: > 0 } ? $"{level}: {message} {string.Join(' ', args)}" : $"{level}: {message}");
        }
    }

    public static void Log(LogLevel level, string message, params object[] args) => Log(level.ToString(), message, args);

    public static void Log(string level, Exception exception, string message, params object[] args)
    {
        if (Target is { } target)
        {
            target.Log(level, exception, message, args);
        }
        else
        {
            Log(level, message, args);
            Console.WriteLine(exception);
        }
    }

    public static void Log(LogLevel level, Exception exception, string message, params object[] args) => Log(level.ToString(), exception, message, args);
}
