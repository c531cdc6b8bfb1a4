using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Hoth.Telemetry;

namespace Hoth.Local.Operations;

/// <summary>
/// Adds up what is measured and shows it as Prometheus text, format 0.0.4 ("Exposition formats" in Prometheus' documentation): counters with
/// _total, histograms with the buckets that each instrument advises. Since the start of the process.
/// </summary>
internal sealed class PrometheusMetrics : IDisposable
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    /// <summary>Starts to listen; every instrument is shown from now on, with or without a value.</summary>
    public PrometheusMetrics(HothMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter != metrics.Meter) return;
            var family = new Family(instrument);
            lock (_lock) _families[NameOf(instrument)] = family;
            listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Add((Family)family!, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Add((Family)family!, value, tags));
        _listener.Start();
    }

    /// <summary>Everything as text.</summary>
    public string Show()
    {
        var text = new StringBuilder();
        lock (_lock)
        {
            foreach (var (name, family) in _families) family.Write(text, name);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Family family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, tag) in tags) labels.Append(labels.Length == 0 ? "" : ",").Append(key).Append("=\"").Append(Escape(tag?.ToString() ?? "")).Append('"');
        lock (_lock) family.Add(labels.ToString(), value);
    }

    private static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        return instrument.Unit switch { "ms" => $"{name}_milliseconds", "s" => $"{name}_seconds", _ => $"{name}_total" };
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>One metric with all its sets of labels.</summary>
    private sealed class Family(Instrument instrument)
    {
        private readonly double[]? _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray();
        private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

        public void Add(string labels, double value)
        {
            if (!_series.TryGetValue(labels, out var series)) _series[labels] = series = new Series(new long[_bounds?.Length ?? 0]);
            series.Count++;
            series.Sum += value;
            for (var i = 0; i < series.Buckets.Length; i++)
            {
                if (value <= _bounds![i]) series.Buckets[i]++;
            }
        }

        public void Write(StringBuilder text, string name)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(_bounds is null ? "counter" : "histogram")}\n");
            foreach (var (labels, series) in _series)
            {
                var plain = labels.Length == 0 ? "" : $"{{{labels}}}";
                if (_bounds is null)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{plain} {series.Sum}\n");
                    continue;
                }

                var more = labels.Length == 0 ? "" : labels + ",";
                for (var i = 0; i < _bounds.Length; i++) text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{more}le=\"{_bounds[i]}\"}} {series.Buckets[i]}\n");
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{more}le=\"+Inf\"}} {series.Count}\n{name}_sum{plain} {series.Sum}\n{name}_count{plain} {series.Count}\n");
            }
        }
    }

    private sealed class Series(long[] buckets)
    {
        public long[] Buckets { get; } = buckets;

        public long Count { get; set; }

        public double Sum { get; set; }
    }
}
