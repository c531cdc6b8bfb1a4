using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Output;

/// <summary>One JSON object per line: time, level, event, category, message, and each value of the message under its name in camelCase.</summary>
internal sealed class JsonFormat : ILogFormat
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    public bool Shows(EventId id) => true;

    public bool ShowsScopes => true;

    public void Write(TextWriter output, in LogEntry entry)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", entry.Time);
            json.WriteString("level", entry.Level.ToString());
            json.WriteNumber("eventId", entry.Event.Id);
            json.WriteString("event", entry.Event.Name);
            json.WriteString("category", entry.Category);
            json.WriteString("message", entry.State?.ToString());
            // The message's own values before those of the scopes around it, the inner before the outer: a name is written once.
            _written.Clear();
            WriteValues(json, entry.State as IEnumerable<KeyValuePair<string, object?>>);
            WriteValues(json, entry.Scope?.Reverse());
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    private void WriteValues(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>>? values)
    {
        foreach (var (name, value) in values ?? [])
        {
            // The template; its message is there already.
            if (name is "{OriginalFormat}" || !_written.Add(name)) continue;
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            switch (value)
            {
                case null: json.WriteNullValue(); break;
                case int number: json.WriteNumberValue(number); break;
                case long number: json.WriteNumberValue(number); break;
                case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
                case bool truth: json.WriteBooleanValue(truth); break;
                case DateTimeOffset instant: json.WriteStringValue(instant); break;
                default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }
    }
}
