namespace Hoth.Local.Storage;

/// <summary>How a data directory is opened.</summary>
public sealed record SqliteDatabaseOptions
{
    /// <summary>Where everything is kept; created where there is none. Relative to the working directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Messages in flight become visible when the queues are opened, with their receive count: whoever received them was in the process that
    /// ended. Messages that wait out a delay, or are lent to a client, stay hidden until their time. Default true, for the host.
    /// </summary>
    public bool ReleaseInFlightMessages { get; init; } = true;
}
