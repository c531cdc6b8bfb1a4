using Microsoft.Extensions.Logging;

namespace Hoth.Local.Output;

/// <summary>One log entry as it was handed in; turned into text by the background writer, not by whoever logs.</summary>
/// <param name="Time">When.</param>
/// <param name="Level">How bad.</param>
/// <param name="Event">Which message of which Log.cs.</param>
/// <param name="Category">Which class.</param>
/// <param name="State">Its values by name; its ToString is the message.</param>
/// <param name="Scope">Values of the scopes around it, outermost first; null when the format has no use for them.</param>
internal readonly record struct LogEntry(
    DateTimeOffset Time, LogLevel Level, EventId Event, string Category, object? State, IReadOnlyList<KeyValuePair<string, object?>>? Scope)
{
    /// <summary>A value of the entry by its name in the message template, or null.</summary>
    public object? this[string name]
    {
        get
        {
            if (State is not IReadOnlyList<KeyValuePair<string, object?>> values) return null;
            for (var i = 0; i < values.Count; i++)
            {
                if (values[i].Key == name) return values[i].Value;
            }

            return null;
        }
    }
}
