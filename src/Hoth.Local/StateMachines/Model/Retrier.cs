using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Model;

/// <summary>When a failed state is tried again. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html</summary>
/// <param name="ErrorEquals">Error names.</param>
/// <param name="Interval">Before the first retry; 1 s to 99999999 s, default 1 s.</param>
/// <param name="MaxAttempts">Retries, not counting the first attempt; 0 to 99999999, default 3.</param>
/// <param name="BackoffRate">Factor from one delay to the next; at least 1, default 2.</param>
/// <param name="MaxDelay">Cap of a delay; null when there is none.</param>
/// <param name="FullJitter">Delays are uniform between 0 and the calculated one.</param>
public sealed record Retrier(IReadOnlyList<string> ErrorEquals, TimeSpan Interval, int MaxAttempts, double BackoffRate, TimeSpan? MaxDelay, bool FullJitter)
{
    /// <summary>The delay before a retry.</summary>
    /// <param name="retriesSoFar">Of this retrier, since the state was entered.</param>
    /// <param name="random">In [0, 1).</param>
    public TimeSpan DelayBefore(int retriesSoFar, double random)
    {
        var seconds = Math.Min(Interval.TotalSeconds * Math.Pow(BackoffRate, retriesSoFar), MaxDelay?.TotalSeconds ?? 99_999_999);
        return TimeSpan.FromSeconds(FullJitter ? seconds * random : seconds);
    }
}

/// <summary>Where an execution goes on after a failure.</summary>
internal sealed record Catcher(IReadOnlyList<string> ErrorEquals, string Next, ReferencePath? ResultPath);
