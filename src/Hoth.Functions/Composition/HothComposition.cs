namespace Hoth.Functions.Composition;

/// <summary>Makes the function classes and what they need from a host's ports: plain factories, because a container would cost each cold start.</summary>
public sealed class HothComposition(HostPorts ports)
{
    /// <summary>What the host supplied.</summary>
    public HostPorts Ports { get; } = ports;
}
