using Hoth.CloudProviders;
using Hoth.Jobs;

namespace Hoth.Provisioning;

/// <summary>What a CSP's answer means for a provisioning job.</summary>
internal static class ProvisioningAnswers
{
    /// <summary>A call that must not be made twice came to nobody knows what. Where the CSP did answer (a 500, say) its answer stays, with this error.</summary>
    public static JobAnswer Unknown { get; } = new(
        504, null, null, new JobError(JobErrorCodes.UnknownOutcome, "The CSP may have acted on the request, and it does not recognise a repeated one: look there before asking again."), IsFinal: true);

    /// <summary>The answer as the record keeps it.</summary>
    /// <param name="outcome">What the call came to.</param>
    /// <param name="body">The answer's body, stored.</param>
    /// <param name="isFinal">See <see cref="JobAnswer.IsFinal"/>.</param>
    public static JobAnswer Of(CspOutcome outcome, JobBody? body, bool isFinal) => outcome switch
    {
        CspOutcome.Answered { Answer: var answer } => new(answer.Status, body, answer.Location, ErrorOf(answer, outcome.IsTransient), isFinal) { RetryAfter = answer.RetryAfter },
        CspOutcome.Failed { Failure: var failure } => new(outcome.Code, null, null, new JobError(CspFailureCodes.ErrorCodeOf(failure.Kind), failure.Detail), isFinal),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>The end of a job whose answer is on the record.</summary>
    /// <param name="answer">The answer; not a 202 that is watched.</param>
    /// <param name="bodyJson">Its body.</param>
    public static JobEnding Ending(JobAnswer answer, string? bodyJson) => answer switch
    {
        { Error: { } error } => new(JobStatus.Failed, answer.Code, bodyJson, error),
        { Code: 200 or 201 } when bodyJson?.StartsWith('{') == true => new(JobStatus.Succeeded, answer.Code, bodyJson, null),
        _ => Malformed($"The CSP answered {answer.Code} without a JSON object."),
    };

    /// <summary>The end of a job whose CSP said something that its API does not allow: 502.</summary>
    public static JobEnding Malformed(string detail) => new(JobStatus.Failed, 502, null, new JobError(JobErrorCodes.CspMalformed, detail));

    private static JobError? ErrorOf(CspAnswer answer, bool transient) => answer.Status switch
    {
        200 or 201 or 202 => null,
        < 300 => new JobError(JobErrorCodes.CspMalformed, $"The CSP answered with status {answer.Status}, which its API does not have."),
        _ => new JobError(transient ? JobErrorCodes.CspUnavailable : JobErrorCodes.CspRefused, $"The CSP answered with status {answer.Status}."),
    };
}
