using System.Text;
using Hoth.Local.CommandLine;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Output;

/// <summary>The log on standard output, as the options and the terminal want it.</summary>
internal static class ConsoleOutput
{
    private const int BufferBytes = 32 * 1024;

    /// <param name="options">The command line's.</param>
    /// <param name="time">When entries happened.</param>
    public static LogOutput Open(LocalOptions options, TimeProvider time)
    {
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferBytes);
        return new LogOutput(output, options.Json ? new JsonFormat() : new HumanFormat(HasColour(), TimeZoneInfo.Local), options.Quiet ? LogLevel.Warning : LogLevel.Information, time);
    }

    /// <summary>no-color.org: any value that is not empty switches colour off.</summary>
    private static bool HasColour() =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
