using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Hoth.Telemetry;

namespace Hoth.Functions.Metrics;

/// <summary>
/// Writes what was measured during an invocation as log lines in CloudWatch's embedded metric format, from which CloudWatch makes
/// metrics without a call (AWS: "Specification: Embedded metric format"). One line for each set of tags, and in it each metric also
/// without its last tags, so that an alarm needs to know neither the CSPs nor the outcomes.
/// </summary>
public sealed class EmbeddedMetrics : IDisposable
{
    /// <summary>CloudWatch takes at most so many values of one metric in a line.</summary>
    private const int MaxValues = 100;

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly Stream _output;
    private readonly TimeProvider _time;
    private SortedDictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Starts to listen.</summary>
    /// <param name="metrics">To whom.</param>
    /// <param name="output">Where lines go; not disposed.</param>
    /// <param name="time">Clock of the lines.</param>
    public EmbeddedMetrics(HothMetrics metrics, Stream output, TimeProvider time)
    {
        (_output, _time) = (output, time);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == metrics.Meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags, isSum: true));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags, isSum: false));
        _listener.Start();
    }

    /// <summary>Writes what came in since the last time; nothing when nothing did.</summary>
    public void Flush()
    {
        SortedDictionary<string, Line> lines;
        lock (_lock)
        {
            if (_lines.Count == 0) return;
            (lines, _lines) = (_lines, new(StringComparer.Ordinal));
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        foreach (var line in lines.Values)
        {
            for (var from = 0; from < line.Longest; from += MaxValues) Write(buffer, line, from);
        }

        _output.Write(buffer.WrittenSpan);
        _output.Flush();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, bool isSum)
    {
        var key = string.Join('\n', tags.ToArray().Select(t => $"{t.Key}\t{t.Value}"));
        lock (_lock)
        {
            if (!_lines.TryGetValue(key, out var line)) _lines[key] = line = new Line(tags.ToArray());
            line.Add(instrument, value, isSum);
        }
    }

    private void Write(ArrayBufferWriter<byte> buffer, Line line, int from)
    {
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteDirective(writer, line, from);
            foreach (var (name, value) in line.Tags) writer.WriteString(name, value?.ToString());
            foreach (var (instrument, values) in line.Measured(from))
            {
                writer.WriteStartArray(instrument.Name);
                foreach (var value in values.Skip(from).Take(MaxValues)) writer.WriteNumberValue(value);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
    }

    private void WriteDirective(Utf8JsonWriter writer, Line line, int from)
    {
        writer.WriteStartObject("_aws");
        writer.WriteNumber("Timestamp", _time.GetUtcNow().ToUnixTimeMilliseconds());
        writer.WriteStartArray("CloudWatchMetrics");
        writer.WriteStartObject();
        writer.WriteString("Namespace", MetricNames.Meter);
        writer.WriteStartArray("Dimensions");
        for (var count = line.Tags.Length; count >= 0; count--)
        {
            writer.WriteStartArray();
            foreach (var tag in line.Tags.AsSpan(0, count)) writer.WriteStringValue(tag.Key);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("Metrics");
        foreach (var (instrument, _) in line.Measured(from))
        {
            writer.WriteStartObject();
            writer.WriteString("Name", instrument.Name);
            writer.WriteString("Unit", instrument.Unit switch { "ms" => "Milliseconds", "s" => "Seconds", _ => "Count" });
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What was measured with one set of tags.</summary>
    private sealed class Line(KeyValuePair<string, object?>[] tags)
    {
        private readonly Dictionary<Instrument, List<double>> _values = [];

        public KeyValuePair<string, object?>[] Tags { get; } = tags;

        public int Longest => _values.Values.Max(v => v.Count);

        public IEnumerable<KeyValuePair<Instrument, List<double>>> Measured(int from) => _values.Where(v => v.Value.Count > from);

        public void Add(Instrument instrument, double value, bool isSum)
        {
            if (!_values.TryGetValue(instrument, out var values)) _values[instrument] = values = [];
            if (isSum && values.Count > 0) values[0] += value;
            else values.Add(value);
        }
    }
}
