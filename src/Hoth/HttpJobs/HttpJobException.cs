namespace Hoth.HttpJobs;

/// <summary>A step of a job cannot be done. Caught by <see cref="HttpJobEngine"/>, which alone decides what follows.</summary>
public sealed class HttpJobException(HttpJobError error, string detail, bool isFinal) : Exception(detail)
{
    /// <summary>What kind of trouble.</summary>
    public HttpJobError Error { get; } = error;

    /// <summary>True when another try of the job would end the same way.</summary>
    public bool IsFinal { get; } = isFinal;

    /// <summary>An answer lacks what the definition refers to.</summary>
    public static HttpJobException Unresolved(string detail) => new(HttpJobError.Unresolved, detail, isFinal: true);

    /// <summary>A request would go where the definition does not allow it; nothing was sent.</summary>
    public static HttpJobException NotAllowed(string detail) => new(HttpJobError.NotAllowed, detail, isFinal: true);

    /// <summary>Content is not what its decoder reads.</summary>
    public static HttpJobException Malformed(string detail) => new(HttpJobError.Malformed, detail, isFinal: true);

    /// <summary>Content is larger than the definition allows.</summary>
    public static HttpJobException TooLarge(string detail) => new(HttpJobError.TooLarge, detail, isFinal: true);
}

/// <summary>Why a job failed.</summary>
public enum HttpJobError
{
    /// <summary>The server reported that the job has failed.</summary>
    RemoteFailed,

    /// <summary>The job was not done in time, by the server's clock or the definition's.</summary>
    TimedOut,

    /// <summary>The server refused a request.</summary>
    Refused,

    /// <summary>The server could not be reached or was in trouble, until the tries ran out.</summary>
    Unavailable,

    /// <summary>A creation was sent and not answered, and may not be sent again.</summary>
    UnknownOutcome,

    /// <summary>An answer lacks what the definition refers to.</summary>
    Unresolved,

    /// <summary>A request would have gone to an origin that the definition does not allow.</summary>
    NotAllowed,

    /// <summary>An answer or a download is not what it should be.</summary>
    Malformed,

    /// <summary>A download is larger than the definition allows.</summary>
    TooLarge,

    /// <summary>A secret is missing or not usable, or no token could be had.</summary>
    Misconfigured,

    /// <summary>Nobody wants it any more.</summary>
    Cancelled,
}
