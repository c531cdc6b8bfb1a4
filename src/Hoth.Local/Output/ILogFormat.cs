using Microsoft.Extensions.Logging;

namespace Hoth.Local.Output;

/// <summary>How log entries look. Called by one writer at a time.</summary>
internal interface ILogFormat
{
    /// <summary>Whether entries of this kind are shown at all; asked by whoever logs, so it must be cheap.</summary>
    bool Shows(EventId id);

    /// <summary>Whether it shows the values of scopes also for ordinary entries; collecting them costs whoever logs.</summary>
    bool ShowsScopes { get; }

    /// <summary>Writes one line, its end included.</summary>
    void Write(TextWriter output, in LogEntry entry);
}
