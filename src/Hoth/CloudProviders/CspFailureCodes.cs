using Hoth.Jobs;

namespace Hoth.CloudProviders;

/// <summary>How a job's error names a call that came to no usable answer; the same for every slice.</summary>
internal static class CspFailureCodes
{
    /// <summary>One of <see cref="JobErrorCodes"/>.</summary>
    public static string ErrorCodeOf(CspFailureKind kind) => kind switch
    {
        CspFailureKind.Timeout or CspFailureKind.ConnectionLost => JobErrorCodes.CspTimeout,
        CspFailureKind.Malformed => JobErrorCodes.CspMalformed,
        CspFailureKind.Misconfigured => JobErrorCodes.Internal,
        _ => JobErrorCodes.CspUnavailable,
    };
}
