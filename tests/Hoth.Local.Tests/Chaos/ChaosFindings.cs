using Hoth.Jobs;
using Hoth.Local.Storage;
using Hoth.MockCsp.Recording;
using Hoth.Ports;

namespace Hoth.Local.Tests.Chaos;

/// <summary>What a stopped host has left in its data directory, beside what its CSP saw.</summary>
/// <param name="Unfinished">Jobs that are not Succeeded, or for which something is still owed.</param>
/// <param name="NeverAsked">Jobs that ended without a CSP call.</param>
/// <param name="AskedAfterTheEnd">Jobs for which a CSP call arrived after their result was recorded.</param>
/// <param name="RepeatedCalls">CSP calls beyond the first of each job: made before a result was recorded, by a process that was killed then.</param>
/// <param name="StrayCalls">CSP calls for no job.</param>
/// <param name="LeftOnQueues">Messages on any queue, dead-letter queues included.</param>
internal sealed record ChaosFindings(
    IReadOnlyList<string> Unfinished, IReadOnlyList<string> NeverAsked, IReadOnlyList<string> AskedAfterTheEnd, int RepeatedCalls, int StrayCalls, IReadOnlyList<string> LeftOnQueues)
{
    public static async Task<ChaosFindings> InspectAsync(string dataDirectory, IReadOnlyList<string> jobIds, IReadOnlyList<ReceivedRequest> requests)
    {
        using var database = SqliteDatabase.Open(new() { DataDirectory = dataDirectory }, TimeProvider.System);
        var (store, queue) = (new SqliteJobStore(database), new SqliteQueue(database));
        var jobs = new List<JobRecord>();
        foreach (var id in jobIds) jobs.Add((await store.FindAsync(id, CancellationToken.None)).ShouldNotBeNull(id));

        var calls = requests.Where(r => r.Operation == "getCostsByPortfolio").ToLookup(r => r.IdempotencyKey);
        var ours = jobs.Select(j => j.InstanceId).ToHashSet();
        return new ChaosFindings(
            Ids(jobs.Where(j => j.Status != JobStatus.Succeeded || j.EnqueuedAt is null || j.ResultEnqueuedAt is null || j.DeliveredAt is null || j.NextDueAt != j.ExpiresAt)),
            Ids(jobs.Where(j => !calls.Contains(j.InstanceId))),
            // FinishedAt is read before the result is written, on the clock of this machine: a call that arrives later came after, or as, it was recorded.
            Ids(jobs.Where(j => calls[j.InstanceId].Any(call => call.ReceivedAt > j.FinishedAt))),
            calls.Sum(job => job.Count() - 1),
            calls.Where(job => job.Key is null || !ours.Contains(job.Key)).Sum(job => job.Count()),
            await LeftAsync(queue));
    }

    private static async Task<IReadOnlyList<string>> LeftAsync(SqliteQueue queue)
    {
        var left = new List<string>();
        foreach (var name in Queues.All.SelectMany(q => new[] { q.Name, Queues.DeadLetter(q.Name) }))
        {
            while (await queue.ReceiveAsync(name, 10, TimeSpan.FromHours(1), TimeSpan.Zero, CancellationToken.None) is { Count: > 0 } messages)
            {
                left.AddRange(messages.Select(m => $"{name}: {m.Body}"));
            }
        }

        return left;
    }

    private static List<string> Ids(IEnumerable<JobRecord> jobs) => [.. jobs.Select(j => j.JobId)];
}
