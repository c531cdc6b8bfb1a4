using System.Collections.Immutable;

namespace Hoth.QaRuns;

/// <summary>How a run goes about its work. Ranges are checked where options are read (<c>config</c> of a package, the command line).</summary>
public sealed record RunOptions
{
    /// <summary>The same seed makes the same requests. 0 to 2^31 − 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Without it only operations that read are called.</summary>
    public bool AllowWrites { get; init; }

    /// <summary>Calls under way at a time on the target. 1 to 64.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Calls begun per second on the target. 1 to 1,000; null: no limit.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>For one call, in seconds. 1 to 120.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>Longer answers are not read. 1 KiB to 16 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 1024 * 1024;

    /// <summary>Scenarios per operation; the rest is left out and said to be. 1 to 1,000.</summary>
    public int MaxScenariosPerOperation { get; init; } = 200;

    /// <summary>Between polls of an asynchronous job where its API does not say, in seconds. 0.05 to 60.</summary>
    public double PollSeconds { get; init; } = 1;

    /// <summary>From when on an asynchronous job is said never to end, in seconds. 1 to 840.</summary>
    public int JobTimeoutSeconds { get; init; } = 120;

    /// <summary>Values of parameters that are known to exist on the target, by the name of the parameter: ids that nothing in the API tells.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
