using Hoth.Jobs;
using Hoth.Local.StateMachines.Executions;
using Hoth.Local.Storage;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Local.Tests.Chaos;

/// <summary>What a stopped host has left in its data directory.</summary>
/// <param name="Jobs">The records, in the order in which they were submitted.</param>
/// <param name="LeftOnQueues">Messages on any queue, dead-letter queues included, visible or not.</param>
/// <param name="LeftRunning">Executions that are not over, or whose bad end nobody has taken care of.</param>
internal sealed record ChaosStorage(IReadOnlyList<JobRecord> Jobs, IReadOnlyList<string> LeftOnQueues, IReadOnlyList<string> LeftRunning)
{
    /// <summary>Jobs that are not terminal, or for which something is still owed.</summary>
    public IReadOnlyList<string> Unfinished { get; } =
    [
        .. Jobs.Where(j => !j.IsTerminal || j.EnqueuedAt is null || j.ResultEnqueuedAt is null || j.DeliveredAt is null || j.NextDueAt != j.ExpiresAt).Select(j => j.JobId),
    ];

    public static async Task<ChaosStorage> ReadAsync(string dataDirectory, IReadOnlyList<string> jobIds)
    {
        // Longer than any message can be hidden: whatever is there can be received.
        var later = new ManualTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(13));
        using var database = SqliteDatabase.Open(new() { DataDirectory = dataDirectory }, later);
        var (store, queue, executions) = (new SqliteJobStore(database), new SqliteQueue(database), new ExecutionReader(database.OpenReader()));
        var jobs = new List<JobRecord>();
        foreach (var id in jobIds) jobs.Add((await store.FindAsync(id, CancellationToken.None)).ShouldNotBeNull(id));
        return new ChaosStorage(
            jobs, await LeftAsync(queue), [.. executions.Running().Select(e => e.Name), .. executions.Untold().Select(e => e.Name)]);
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
}
