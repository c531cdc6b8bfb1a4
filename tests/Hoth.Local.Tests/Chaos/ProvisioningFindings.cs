using Hoth.Jobs;
using Hoth.MockCsp.Recording;

namespace Hoth.Local.Tests.Chaos;

/// <summary>The records of provisioning jobs beside what their CSPs saw.</summary>
internal sealed class ProvisioningFindings
{
    private readonly List<Found> _jobs;

    /// <param name="work">What was submitted.</param>
    /// <param name="records">The records, in the same order.</param>
    /// <param name="requests">What all CSPs received.</param>
    /// <param name="deaths">When the host was killed.</param>
    public ProvisioningFindings(ChaosWork work, IReadOnlyList<JobRecord> records, IReadOnlyList<ReceivedRequest> requests, IReadOnlyList<DateTimeOffset> deaths)
    {
        var calls = requests.Where(r => r.IdempotencyKey is not null).ToLookup(r => r.IdempotencyKey);
        _jobs = [.. work.Jobs.Cast<ProvisioningChaosJob>().Zip(records, (job, record) => new Found(job, record, [.. calls[record.InstanceId]]))];
        var ours = records.Select(j => j.InstanceId).ToHashSet();
        StrayCalls = calls.Where(job => !ours.Contains(job.Key!)).Sum(job => job.Count());
        UnknownWithoutReason = Ids(_jobs.Where(j => j.IsUnknown && !j.MayBeUnknown(deaths)));
    }

    /// <summary>Jobs whose end is neither the one that their CSP gave them nor unknown.</summary>
    public IReadOnlyList<string> WrongEnds => Ids(_jobs.Where(j => !j.IsUnknown && !j.EndedAsExpected));

    /// <summary>Jobs that say UNKNOWN_OUTCOME.</summary>
    public int Unknown => _jobs.Count(j => j.IsUnknown);

    /// <summary>
    /// Those of them whose call no CSP received: killed between the mark on the record and the send. No order of the two avoids that
    /// without repeating calls (docs/adr/0009-unknown-outcome.md), so they are counted, not forbidden.
    /// </summary>
    public int UnknownAndNeverReceived => _jobs.Count(j => j.IsUnknown && j.Writes.Count == 0);

    /// <summary>Jobs that say so though their call may be repeated, or was never begun, or was answered and that is on the record, or no kill came in between.</summary>
    public IReadOnlyList<string> UnknownWithoutReason { get; }

    /// <summary>Jobs whose call was made again after it may have been processed, towards a CSP that does not recognise it.</summary>
    public IReadOnlyList<string> WronglyRepeated => Ids(_jobs.Where(j => !j.Job.IsRepeatable && j.Writes.Count > j.Job.Refusals + 1));

    /// <summary>Jobs that succeeded without a call.</summary>
    public IReadOnlyList<string> NeverAsked => Ids(_jobs.Where(j => !j.IsUnknown && j.Writes.Count == 0));

    /// <summary>Jobs for which a CSP was asked anything after their result was recorded.</summary>
    public IReadOnlyList<string> AskedAfterTheEnd => Ids(_jobs.Where(j => j.Calls.Any(call => call.ReceivedAt > j.Record.FinishedAt)));

    /// <summary>Calls that were made again because a process was killed, all of them such as may be.</summary>
    public int RepeatedCalls => _jobs.Where(j => j.Job.IsRepeatable).Sum(j => Math.Max(0, j.Writes.Count - j.Job.Refusals - 1));

    /// <summary>CSP calls for no job.</summary>
    public int StrayCalls { get; }

    /// <summary>How many resources each CSP must have made, by its name and the call.</summary>
    public int Made(string csp, string operation) => _jobs.Where(j => j.Job.Csp == csp && j.Job.Operation == operation).Sum(j => j.Made);

    private static List<string> Ids(IEnumerable<Found> jobs) => [.. jobs.Select(j => $"{j.Job.Id} {j.Job.Operation} {j.Job.Csp}: {j.Record.Status} {j.Record.Code} {j.Record.Error?.Code}, {j.Writes.Count} calls")];

    /// <summary>One job with everything that is known of it.</summary>
    private sealed record Found(ProvisioningChaosJob Job, JobRecord Record, IReadOnlyList<ReceivedRequest> Calls)
    {
        /// <summary>The calls that the job is about, without polls and what follows them.</summary>
        public IReadOnlyList<ReceivedRequest> Writes { get; } = [.. Calls.Where(call => call.Operation == Job.Operation)];

        public bool IsUnknown => Record.Error?.Code == JobErrorCodes.UnknownOutcome;

        public bool EndedAsExpected => Record.Code == 200 && JobResult.OutcomeOf(Record.Status) == Job.Outcome;

        /// <summary>Those that a CSP accepts with 202 it makes when the poll says so; all others when they are served. Of a repeated call with a key, only the first is.</summary>
        public int Made => Record.Poll is not null || Job.Csp.StartsWith("done", StringComparison.Ordinal) || Job.Csp.StartsWith("failing", StringComparison.Ordinal)
            ? (Record.Status == JobStatus.Succeeded ? 1 : 0)
            : Math.Min(1, Math.Max(0, Writes.Count - Job.Refusals));

        public bool MayBeUnknown(IReadOnlyList<DateTimeOffset> deaths) =>
            !Job.IsRepeatable
            && Record is { Code: 504, CallBegunAt: { } begun }
            && (Record.Answer is not { IsFinal: true } answer || answer.Error?.Code == JobErrorCodes.UnknownOutcome)
            && deaths.Any(death => death >= begun && death <= Record.FinishedAt);
    }
}
