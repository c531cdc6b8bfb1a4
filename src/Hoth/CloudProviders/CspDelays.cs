namespace Hoth.CloudProviders;

/// <summary>How long to wait before the next try. Pure, so that tests know every delay.</summary>
public static class CspDelays
{
    private static readonly TimeSpan RetryBase = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryLongest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QueueBase = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QueueLongest = TimeSpan.FromMinutes(5);

    /// <summary>Before a retry in the same process: max(Retry-After, min(5 s, 200 ms · 2^(attempt-1) · U(0.5, 1.5))).</summary>
    /// <param name="attempt">How many tries were made, from 1.</param>
    /// <param name="retryAfter">What the CSP asked for.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    public static TimeSpan ForRetry(int attempt, TimeSpan? retryAfter, double jitter) =>
        Longer(retryAfter, Backoff(RetryBase, RetryLongest, attempt, 0.5 + jitter));

    /// <summary>Before the queue delivers again: max(Retry-After, min(5 min, 5 s · 2^(attempt-1) · U(0.8, 1.2))).</summary>
    /// <inheritdoc cref="ForRetry"/>
    public static TimeSpan ForQueue(int attempt, TimeSpan? retryAfter, double jitter) =>
        Longer(retryAfter, Backoff(QueueBase, QueueLongest, attempt, 0.8 + (0.4 * jitter)));

    private static TimeSpan Backoff(TimeSpan basis, TimeSpan longest, int attempt, double factor)
    {
        // Far beyond every limit long before 2^30; the bound only keeps the arithmetic finite.
        var seconds = basis.TotalSeconds * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30)) * factor;
        return seconds < longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : longest;
    }

    private static TimeSpan Longer(TimeSpan? retryAfter, TimeSpan backoff) => retryAfter > backoff ? retryAfter.Value : backoff;
}
