namespace Hoth.Problems;

/// <summary>Every value of the problem extension <c>code</c>; clients branch on them, so they never change.</summary>
public static class ProblemCodes
{
    /// <summary>400: malformed JSON or violated rules; <c>errorMap</c> names each.</summary>
    public const string InvalidInput = "INVALID_INPUT";

    /// <summary>400: no CSP of that name in the directory.</summary>
    public const string UnknownCsp = "UNKNOWN_CSP";

    /// <summary>401: no or no valid credentials.</summary>
    public const string Unauthorized = "UNAUTHORIZED";

    /// <summary>403: valid credentials that do not allow this.</summary>
    public const string Forbidden = "FORBIDDEN";

    /// <summary>403: a good token without the scope that this needs; the answer names it.</summary>
    public const string InsufficientScope = "INSUFFICIENT_SCOPE";

    /// <summary>404: no such resource, or not one the caller may see.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>405: the resource exists and does not have this method.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>406: there is nothing in a form that the client accepts.</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";

    /// <summary>409: the id names another job (another body or kind).</summary>
    public const string JobIdReused = "JOB_ID_REUSED";

    /// <summary>409: this Idempotency-Key came with another body before.</summary>
    public const string IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED";

    /// <summary>409: the report is not delivered by the API asynchronously.</summary>
    public const string ReportNotAsynchronous = "REPORT_NOT_ASYNCHRONOUS";

    /// <summary>409: another QA run is at work on the target; Location says which.</summary>
    public const string TargetBusy = "TARGET_BUSY";

    /// <summary>409: the target of a QA package is not one of those that may be tested.</summary>
    public const string TargetNotAllowed = "TARGET_NOT_ALLOWED";

    /// <summary>409: the job is not done yet.</summary>
    public const string ResultNotReady = "RESULT_NOT_READY";

    /// <summary>409: the job has failed, so that it has no result.</summary>
    public const string JobFailed = "JOB_FAILED";

    /// <summary>409: the job was cancelled, so that it has no result.</summary>
    public const string JobCancelled = "JOB_CANCELLED";

    /// <summary>409: jobs of this kind cannot be cancelled.</summary>
    public const string JobNotCancellable = "JOB_NOT_CANCELLABLE";

    /// <summary>409: the lease ran out before everything in it was acknowledged; its results are delivered again.</summary>
    public const string LeaseExpired = "LEASE_EXPIRED";

    /// <summary>410: the job's record has expired.</summary>
    public const string JobExpired = "JOB_EXPIRED";

    /// <summary>410: the job is here, its result is not any more.</summary>
    public const string ResultGone = "RESULT_GONE";

    /// <summary>412: the resource is not in the state that If-Match or If-None-Match asks for.</summary>
    public const string PreconditionFailed = "PRECONDITION_FAILED";

    /// <summary>413: the body is over 256 KiB.</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";

    /// <summary>415: the body is not application/json in UTF-8.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>429: nothing was accepted; send the same request again later.</summary>
    public const string TooManyRequests = "TOO_MANY_REQUESTS";

    /// <summary>503: something behind Hoth is unavailable; nothing was accepted, or it was accepted and will be done: send the same request again.</summary>
    public const string TemporarilyUnavailable = "TEMPORARILY_UNAVAILABLE";

    /// <summary>500: a fault in Hoth.</summary>
    public const string InternalError = "INTERNAL_ERROR";
}
