using System.Globalization;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Context;

namespace Amazon.Lambda.RuntimeSupport.Logging;

/// <summary>What is to be written; <paramref name="Invocation"/> is null before the first one.</summary>
internal sealed record LogLine(DateTime Time, LogLevel Level, InvocationContext Invocation, MessageTemplate Message, Exception Exception)
{
    public string Timestamp => Time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
