using Hoth.Ports;

namespace Hoth.Aws.Tests;

/// <summary>Ids that count, and jitter that is always half.</summary>
public sealed class TestIds : IIds
{
    private int last;

    public string NewId() => $"{Interlocked.Increment(ref last):D26}";

    public double NextDouble() => 0.5;
}
