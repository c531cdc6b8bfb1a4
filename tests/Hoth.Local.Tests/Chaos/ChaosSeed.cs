namespace Hoth.Local.Tests.Chaos;

/// <summary>What all chaos tests begin with.</summary>
internal static class ChaosSeed
{
    /// <summary>Set HOTH_CHAOS_SEED to kill at the moments of a run that failed.</summary>
    public static int Read() => int.TryParse(Environment.GetEnvironmentVariable("HOTH_CHAOS_SEED"), out var seed) ? seed : new Random().Next();

    public static void SkipOnWindows() => Skip.If(OperatingSystem.IsWindows(), "SIGKILL and its exit code are Unix ones.");
}
