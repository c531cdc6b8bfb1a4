using Hoth.Jobs;
using Hoth.MockCsp.Recording;

namespace Hoth.Local.Tests.Chaos;

/// <summary>The records of cost jobs beside what their CSP saw.</summary>
/// <param name="NotSucceeded">Jobs that are not Succeeded.</param>
/// <param name="NeverAsked">Jobs that ended without a CSP call.</param>
/// <param name="AskedAfterTheEnd">Jobs for which a CSP call arrived after their result was recorded.</param>
/// <param name="RepeatedCalls">CSP calls beyond the first of each job: made before a result was recorded, by a process that was killed then.</param>
/// <param name="StrayCalls">CSP calls for no job.</param>
internal sealed record CostFindings(
    IReadOnlyList<string> NotSucceeded, IReadOnlyList<string> NeverAsked, IReadOnlyList<string> AskedAfterTheEnd, int RepeatedCalls, int StrayCalls)
{
    public static CostFindings Of(IReadOnlyList<JobRecord> jobs, IReadOnlyList<ReceivedRequest> requests)
    {
        var calls = requests.Where(r => r.Operation == "getCostsByPortfolio").ToLookup(r => r.IdempotencyKey);
        var ours = jobs.Select(j => j.InstanceId).ToHashSet();
        return new CostFindings(
            Ids(jobs.Where(j => j.Status != JobStatus.Succeeded)),
            Ids(jobs.Where(j => !calls.Contains(j.InstanceId))),
            // FinishedAt is read before the result is written, on the clock of this machine: a call that arrives later came after, or as, it was recorded.
            Ids(jobs.Where(j => calls[j.InstanceId].Any(call => call.ReceivedAt > j.FinishedAt))),
            calls.Sum(job => job.Count() - 1),
            calls.Where(job => job.Key is null || !ours.Contains(job.Key)).Sum(job => job.Count()));
    }

    private static List<string> Ids(IEnumerable<JobRecord> jobs) => [.. jobs.Select(j => j.JobId)];
}
