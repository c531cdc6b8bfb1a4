using System.Text;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.TestUtilities;

/// <summary>Keeps what is logged and shows it on the console.</summary>
public class TestLambdaLogger : ILambdaLogger
{
    public StringBuilder Buffer { get; } = new();

    public void Log(string message)
    {
        Buffer.Append(message);
        Console.Write(message);
    }

    public void LogLine(string message)
    {
        Buffer.AppendLine(message);
        Console.WriteLine(message);
    }

    public void Log(string level, string message) => LogLine($"{level}: {message}");

    public void Log(string level, string message, params object[] args) => LogLine(Describe(level, message, args));

    public void Log(string level, Exception exception, string message, params object[] args)
    {
        var text = Describe(level, message, args);
        LogLine(exception is null ? text : $"{text}{Environment.NewLine}{exception}{Environment.NewLine}");
    }

    /// <summary>The official logger shows the template as it is and each argument on a line of its own.</summary>
    private static string Describe(string level, string message, object[] args)
    {
        var text = new StringBuilder($"{level}: {message}");
        if (args is { Length: > 0 })
        {
            text.AppendLine();
            foreach (var arg in args)
            {
                text.AppendLine($"\t{arg}");
            }
        }

        return text.ToString();
    }
}
