namespace Hoth.Jobs;

/// <summary>Why a job failed, for the job resource; never holds a body, token or personal data.</summary>
/// <param name="Code">Machine-readable: see <see cref="JobErrorCodes"/>.</param>
/// <param name="Detail">One sentence for a person.</param>
public sealed record JobError(string Code, string Detail);

/// <summary>The values of <see cref="JobError.Code"/>.</summary>
public static class JobErrorCodes
{
    /// <summary>The CSP answered with a status that means failure.</summary>
    public const string CspRefused = "CSP_REFUSED";

    /// <summary>The CSP could not be reached, or only answered that it is in trouble, until the attempts ran out.</summary>
    public const string CspUnavailable = "CSP_UNAVAILABLE";

    /// <summary>The CSP did not answer in time, until the attempts ran out.</summary>
    public const string CspTimeout = "CSP_TIMEOUT";

    /// <summary>The CSP's answer is not what its API specification allows (no JSON, too large, a redirect).</summary>
    public const string CspMalformed = "CSP_MALFORMED_ANSWER";

    /// <summary>The job did not finish before its deadline.</summary>
    public const string DeadlineExceeded = "DEADLINE_EXCEEDED";

    /// <summary>
    /// A call that must not be made twice was begun, and nobody knows whether the CSP has acted on it: look there before asking again.
    /// </summary>
    public const string UnknownOutcome = "UNKNOWN_OUTCOME";

    /// <summary>A fault in Hoth or its configuration, or somebody who operates it stopped the job.</summary>
    public const string Internal = "INTERNAL_ERROR";
}
