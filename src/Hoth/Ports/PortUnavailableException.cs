namespace Hoth.Ports;

/// <summary>
/// Something behind a port (queue, store, secrets) could not be reached or refused for load. The front doors answer 503 with
/// Retry-After; workers leave the message on its queue.
/// </summary>
public sealed class PortUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="port">What is unavailable, in words an operator knows: "job store", "queue CostRequestQueue".</param>
    /// <param name="inner">The cause.</param>
    public PortUnavailableException(string port, Exception inner) : base($"The {port} is unavailable: {inner?.Message}", inner)
    {
        Port = port;
    }

    /// <summary>What is unavailable.</summary>
    public string Port { get; }
}
