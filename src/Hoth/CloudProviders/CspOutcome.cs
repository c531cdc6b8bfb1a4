namespace Hoth.CloudProviders;

/// <summary>How one call of a CSP ended: it answered, or there is no usable answer.</summary>
public abstract record CspOutcome
{
    private CspOutcome() { }

    /// <summary>True when the same call may succeed later: connect failure, timeout, 408, 429, 5xx.</summary>
    public abstract bool IsTransient { get; }

    /// <summary>True when the CSP has certainly not acted on the call, so that repeating even a POST does nothing twice.</summary>
    public abstract bool SurelyNotProcessed { get; }

    /// <summary>How long the CSP asked to wait, at most 12 h; null when it did not ask.</summary>
    public abstract TimeSpan? RetryAfter { get; }

    /// <summary>The <c>code</c> of a result: the CSP's status; 504 for a timeout or unknown outcome, 502 for unreachable and malformed, 500 for Hoth's own fault.</summary>
    public abstract int Code { get; }

    /// <summary>The CSP answered, whatever the status.</summary>
    public sealed record Answered(CspAnswer Answer) : CspOutcome
    {
        /// <inheritdoc />
        public override bool IsTransient => HttpStatus.IsTransient(Answer.Status);

        /// <inheritdoc />
        public override bool SurelyNotProcessed => HttpStatus.IsSurelyNotProcessed(Answer.Status);

        /// <inheritdoc />
        public override TimeSpan? RetryAfter => Answer.RetryAfter;

        /// <inheritdoc />
        public override int Code => Answer.Status;
    }

    /// <summary>There is no usable answer.</summary>
    public sealed record Failed(CspFailure Failure) : CspOutcome
    {
        /// <inheritdoc />
        public override bool IsTransient => Failure.IsTransient;

        /// <inheritdoc />
        public override bool SurelyNotProcessed => Failure.SurelyNotProcessed;

        /// <inheritdoc />
        public override TimeSpan? RetryAfter => null;

        /// <inheritdoc />
        public override int Code => Failure.Kind switch
        {
            CspFailureKind.Timeout or CspFailureKind.ConnectionLost => 504,
            CspFailureKind.Misconfigured => 500,
            _ => 502,
        };
    }
}

/// <summary>An answer of a CSP.</summary>
/// <param name="Status">HTTP status: 200 to 299 or 400 to 599.</param>
/// <param name="BodyJson">The body as JSON text with member names in camelCase; null when there is none. An error's body that is no JSON is a JSON string of its first 1,000 printable characters.</param>
/// <param name="RetryAfter">0 to 12 h; null when absent or nonsense (RFC 9110 section 10.2.3).</param>
/// <param name="Location">As sent, unchecked: use <see cref="CspLocation"/> before following it.</param>
public sealed record CspAnswer(int Status, string? BodyJson, TimeSpan? RetryAfter = null, string? Location = null);

/// <summary>Why there is no usable answer.</summary>
/// <param name="Kind">For code.</param>
/// <param name="Detail">One sentence for a person; never holds a body, token, URL or anything else of the CSP's answer.</param>
/// <param name="IsTransient">Trying later may help.</param>
/// <param name="SurelyNotProcessed">The CSP has certainly not acted on the call.</param>
public sealed record CspFailure(CspFailureKind Kind, string Detail, bool IsTransient, bool SurelyNotProcessed);

/// <summary>See <see cref="CspFailure"/>.</summary>
public enum CspFailureKind
{
    /// <summary>No connection (DNS, connect, TLS): surely not processed.</summary>
    Unreachable,

    /// <summary>No complete answer in time: surely not processed only when the request was not sent yet.</summary>
    Timeout,

    /// <summary>An answer that the API does not allow: a redirect, no strict JSON, too large, no HTTP.</summary>
    Malformed,

    /// <summary>The connection broke after the request may have been sent: the outcome is unknown.</summary>
    ConnectionLost,

    /// <summary>There is no access token; the CSP was not called.</summary>
    TokenUnavailable,

    /// <summary>Hoth's own configuration is wrong (no secret, not usable); the CSP was not called.</summary>
    Misconfigured,
}
