using Hoth.CloudProviders;
using Hoth.Jobs;

namespace Hoth.Costs;

/// <summary>What a CSP's answer to a question about costs means for the job.</summary>
internal static class CostEnding
{
    /// <summary>The end of the job, when no further attempt is made.</summary>
    public static JobEnding Of(CspOutcome outcome)
    {
        var answer = (outcome as CspOutcome.Answered)?.Answer;
        if (answer is { Status: 200, BodyJson: { } body } && body.StartsWith('{')) return new JobEnding(JobStatus.Succeeded, 200, body, null);
        var (code, error) = CostFailure.Of(outcome);
        return new JobEnding(JobStatus.Failed, code, answer is { Status: 200 } ? null : answer?.BodyJson, error);
    }

    /// <summary>The outcome in a word or two, for logs.</summary>
    public static string Summary(CspOutcome outcome) => outcome switch
    {
        CspOutcome.Answered { Answer.Status: var status } => $"status {status}",
        CspOutcome.Failed { Failure.Kind: var kind } => kind.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
