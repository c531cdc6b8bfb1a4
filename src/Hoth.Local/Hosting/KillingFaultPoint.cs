using System.Diagnostics;
using Hoth.Local.CommandLine;
using Hoth.Ports;

namespace Hoth.Local.Hosting;

/// <summary>Kills this process, as <c>kill -9</c> would, when one fault point is reached for the Nth time.</summary>
internal sealed class KillingFaultPoint(FaultPointOption option) : IFaultPoints
{
    private int _reached;

    public void Reached(string name)
    {
        if (name != option.Name || Interlocked.Increment(ref _reached) != option.Occurrence) return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
        // The signal may take a moment to arrive; nothing after this point may happen.
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System).GetAwaiter().GetResult();
    }
}
