namespace Hoth.Jobs;

/// <summary>How a worker divides its function's remaining time.</summary>
internal static class WorkTime
{
    private static readonly TimeSpan Writing = TimeSpan.FromSeconds(5);

    /// <summary>What there is for asking others: all but the time to write what came of it. Negative where there is none.</summary>
    public static TimeSpan ForCalls(TimeSpan remaining) => remaining - Writing;
}
