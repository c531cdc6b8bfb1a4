namespace Hoth.Benchmarks.Report;

/// <summary>Measured times in milliseconds.</summary>
internal sealed class Samples(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    /// <summary>The smallest value that this share of all values does not exceed (nearest rank); NaN when there are none.</summary>
    /// <param name="share">0 to 1.</param>
    public double Percentile(double share) =>
        _sorted.Length == 0 ? double.NaN : _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)];

    public double P50 => Percentile(0.50);

    public double P95 => Percentile(0.95);

    public double P99 => Percentile(0.99);

    public double Min => Percentile(0);

    public double Max => Percentile(1);
}
