using Hoth.Jobs;

namespace Hoth.CloudProviders;

/// <summary>What it means for a job that a question about costs came to something else than costs; the same for every slice that asks.</summary>
internal static class CostFailure
{
    /// <summary>The code of the job's result, and its error.</summary>
    /// <param name="outcome">Anything but a 200 with a JSON object.</param>
    public static (int Code, JobError Error) Of(CspOutcome outcome) => outcome switch
    {
        CspOutcome.Answered { Answer.Status: 200 } => (502, new JobError(JobErrorCodes.CspMalformed, "The CSP answered 200 without a JSON object.")),
        CspOutcome.Answered { Answer.Status: var status } => (status, new JobError(CodeOf(outcome, status), $"The CSP answered with status {status}.")),
        CspOutcome.Failed { Failure: var failure } => (outcome.Code, new JobError(CspFailureCodes.ErrorCodeOf(failure.Kind), failure.Detail)),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    // Costs are asked for by GET: any other success than 200 is no answer that the API allows.
    private static string CodeOf(CspOutcome outcome, int status) =>
        outcome.IsTransient ? JobErrorCodes.CspUnavailable : status < 300 ? JobErrorCodes.CspMalformed : JobErrorCodes.CspRefused;
}
