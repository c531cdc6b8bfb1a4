using System.Diagnostics;

namespace Hoth.Benchmarks.Machine;

/// <summary>CPU time of a process between two points, all threads, user and kernel.</summary>
internal sealed class ProcessCpu(Process process)
{
    private TimeSpan _user, _kernel;

    public void Start() => (_user, _kernel) = Read();

    /// <summary>Microseconds since <see cref="Start"/>.</summary>
    public (double User, double Kernel) Stop()
    {
        var (user, kernel) = Read();
        return ((user - _user).TotalMicroseconds, (kernel - _kernel).TotalMicroseconds);
    }

    private (TimeSpan User, TimeSpan Kernel) Read()
    {
        process.Refresh();
        return (process.UserProcessorTime, process.PrivilegedProcessorTime);
    }
}
