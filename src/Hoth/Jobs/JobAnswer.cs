namespace Hoth.Jobs;

/// <summary>What the last call for a job came to: the CSP's answer, or why there is none. On the record before anybody acts on it.</summary>
/// <param name="Code">HTTP status; 504, 502 or 500 where there was no usable answer.</param>
/// <param name="Body">The answer's body in client casing; null when it had none.</param>
/// <param name="Location">Of a 202, as sent, unchecked.</param>
/// <param name="Error">Why the call failed; null when it did not.</param>
/// <param name="IsFinal">False when the call surely did nothing or does nothing twice, and a later attempt may make it again.</param>
public sealed record JobAnswer(int Code, JobBody? Body, string? Location, JobError? Error, bool IsFinal)
{
    /// <summary>How long the CSP asked to wait before the next call; 0 to 12 h, null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
