using Hoth.Jobs;

namespace Hoth.HttpJobs;

/// <summary>What an HTTP job that did not succeed means for the job that it did the work of; the same for every slice.</summary>
public static class HttpJobEnding
{
    /// <summary>The end of the job, or null when its HTTP job succeeded (<see cref="HttpJobVerdict.Completed"/>, <see cref="HttpJobVerdict.Skipped"/>).</summary>
    public static JobEnding? OfFailure(HttpJobState state) => state.Failure is { } failure
        ? new JobEnding(JobStatus.Failed, CodeOf(failure), null, new JobError(ErrorCodeOf(failure.Error), failure.Detail)) { Warnings = state.Warnings }
        : null;

    private static int CodeOf(HttpJobFailure failure) => failure.Status ?? failure.Error switch
    {
        HttpJobError.TimedOut or HttpJobError.UnknownOutcome => 504,
        HttpJobError.Misconfigured => 500,
        _ => 502,
    };

    private static string ErrorCodeOf(HttpJobError error) => error switch
    {
        HttpJobError.RemoteFailed or HttpJobError.Refused => JobErrorCodes.CspRefused,
        HttpJobError.TimedOut => JobErrorCodes.CspTimeout,
        HttpJobError.UnknownOutcome => JobErrorCodes.UnknownOutcome,
        HttpJobError.Unavailable => JobErrorCodes.CspUnavailable,
        HttpJobError.Misconfigured => JobErrorCodes.Internal,
        _ => JobErrorCodes.CspMalformed,
    };
}
