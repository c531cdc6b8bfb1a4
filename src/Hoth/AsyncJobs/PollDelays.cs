namespace Hoth.AsyncJobs;

/// <summary>How long to wait before a job that somebody else works on is polled again. Pure, so that tests know every delay.</summary>
public static class PollDelays
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>SQS's longest visibility.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(12);

    /// <summary><c>max(1 s, ceil(min(max(Retry-After, min(900 s, 15 s · 2ⁿ) · U(0.8, 1.2)), deadline − now, 12 h)))</c> in whole seconds.</summary>
    /// <param name="polls">How often it was polled: n, from 0.</param>
    /// <param name="retryAfter">What the other side asked for, or null.</param>
    /// <param name="untilDeadline">deadline − now.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    public static TimeSpan Next(int polls, TimeSpan? retryAfter, TimeSpan untilDeadline, double jitter) => Next(First, polls, retryAfter, untilDeadline, jitter);

    /// <summary>The same with another first wait than 15 s.</summary>
    /// <inheritdoc cref="Next(int, TimeSpan?, TimeSpan, double)"/>
    public static TimeSpan Next(TimeSpan first, int polls, TimeSpan? retryAfter, TimeSpan untilDeadline, double jitter)
    {
        var backoff = Math.Min(Longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Clamp(polls, 0, 30))) * (0.8 + (0.4 * jitter));
        var wanted = Math.Max(retryAfter?.TotalSeconds ?? 0, backoff);
        return Exactly(TimeSpan.FromSeconds(wanted), untilDeadline);
    }

    /// <summary>A wait that is known, within the same limits: <c>max(1 s, ceil(min(wait, deadline − now, 12 h)))</c>.</summary>
    public static TimeSpan Exactly(TimeSpan wait, TimeSpan untilDeadline)
    {
        var seconds = Math.Ceiling(Math.Min(Math.Min(wait.TotalSeconds, untilDeadline.TotalSeconds), Limit.TotalSeconds));
        return TimeSpan.FromSeconds(Math.Max(Shortest.TotalSeconds, seconds));
    }
}
