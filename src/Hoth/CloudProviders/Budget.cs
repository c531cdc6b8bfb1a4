namespace Hoth.CloudProviders;

/// <summary>How much time is left for a call with everything that belongs to it. Never negative.</summary>
/// <param name="total">What there is from now on.</param>
/// <param name="time">The clock.</param>
internal sealed class Budget(TimeSpan total, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>What is left of it.</summary>
    public TimeSpan Left => Max(total - time.GetElapsedTime(_started), TimeSpan.Zero);

    /// <summary>How long a request may be put off so that its whole timeout remains, or half of what is left where that is less than two timeouts.</summary>
    public TimeSpan ForWaiting(TimeSpan timeout)
    {
        var left = Left;
        return Max(left - timeout, left / 2);
    }

    /// <summary>The time limit of a request that is sent now.</summary>
    public TimeSpan ForRequest(TimeSpan timeout)
    {
        var left = Left;
        return left < timeout ? left : timeout;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
