using Hoth.CloudProviders;
using Hoth.Jobs;

namespace Hoth.Costs;

/// <summary>What a CSP's answer to a question about costs means for the job.</summary>
internal static class CostEnding
{
    /// <summary>The end of the job, when no further attempt is made.</summary>
    public static JobEnding Of(CspOutcome outcome) => outcome switch
    {
        CspOutcome.Answered { Answer: { Status: 200, BodyJson: { } body } } when body.StartsWith('{') =>
            new JobEnding(JobStatus.Succeeded, 200, body, null),
        CspOutcome.Answered { Answer.Status: 200 } =>
            Failed(502, null, JobErrorCodes.CspMalformed, "The CSP answered 200 without a JSON object."),
        CspOutcome.Answered { Answer: var answer } =>
            Failed(answer.Status, answer.BodyJson, CodeOf(outcome, answer.Status), $"The CSP answered with status {answer.Status}."),
        CspOutcome.Failed { Failure: var failure } =>
            Failed(outcome.Code, null, CspFailureCodes.ErrorCodeOf(failure.Kind), failure.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>The outcome in a word or two, for logs.</summary>
    public static string Summary(CspOutcome outcome) => outcome switch
    {
        CspOutcome.Answered { Answer.Status: var status } => $"status {status}",
        CspOutcome.Failed { Failure.Kind: var kind } => kind.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static JobEnding Failed(int code, string? response, string error, string detail) =>
        new(JobStatus.Failed, code, response, new JobError(error, detail));

    // Costs are asked for by GET: any other success than 200 is no answer that the API allows.
    private static string CodeOf(CspOutcome outcome, int status) =>
        outcome.IsTransient ? JobErrorCodes.CspUnavailable : status < 300 ? JobErrorCodes.CspMalformed : JobErrorCodes.CspRefused;
}
