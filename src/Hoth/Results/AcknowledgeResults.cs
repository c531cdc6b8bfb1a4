using System.Text.Json;
using Hoth.Jobs;
using Hoth.Json;
using Hoth.Ports;
using Hoth.Problems;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Results;

/// <summary>The client says what it has (<c>ids</c>) and what it wants again at once (<c>release</c>) of a lease. Idempotent.</summary>
public sealed class AcknowledgeResults(
    IQueue queue, IJobStore jobs, JobTypes types, IDocumentStore documents, TimeProvider time, IFaultPoints faults, HothMetrics metrics, ILogger<AcknowledgeResults> logger)
{
    /// <summary>Acknowledges.</summary>
    /// <param name="kind">Whose results.</param>
    /// <param name="body"><c>{ lease, ids, release }</c>.</param>
    /// <param name="cancellationToken">Stops between the steps; the same call again finishes them.</param>
    /// <exception cref="ProblemException">400 bad body; 404 unknown lease; 409 the lease has expired.</exception>
    public async Task<Acknowledgement> ExecuteAsync(JobKind kind, JsonElement body, CancellationToken cancellationToken)
    {
        var request = AckRequest.Parse(body);
        var (lease, stored) = await FindAsync(kind, request.Lease, cancellationToken);
        request.CheckAgainst(lease);

        var acknowledged = lease.Items.Where(i => i.State != LeaseState.Acknowledged && request.Ids.Contains(i.JobId)).ToList();
        var released = lease.Items.Where(i => i.State == LeaseState.Held && request.Release.Contains(i.JobId)).ToList();
        if (acknowledged.Count + released.Count > 0 && (time.GetUtcNow() >= lease.ExpiresAt || acknowledged.Any(i => i.State == LeaseState.Released)))
        {
            throw new Problem(409, ProblemCodes.LeaseExpired, "The lease has ended", "What was not acknowledged in time, or was released, is delivered again; drain once more.").ToException();
        }

        var source = types.ResultQueueOf(kind);
        await AcknowledgeAsync(kind, source, acknowledged, cancellationToken);
        foreach (var item in released) await queue.ChangeVisibilityAsync(source, item.Receipt, TimeSpan.Zero, cancellationToken);

        var after = await RecordAsync(request, lease, stored, cancellationToken);
        Log.ResultsAcknowledged(logger, request.Lease, acknowledged.Count, released.Count);
        return new Acknowledgement(request.Lease, In(after, LeaseState.Acknowledged), In(after, LeaseState.Released), In(after, LeaseState.Held));
    }

    private async Task AcknowledgeAsync(JobKind kind, string source, List<LeasedResult> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0) return;
        var now = time.GetUtcNow();
        await Task.WhenAll(items.Select(async i =>
        {
            var update = await jobs.UpdateAsync(i.JobId, j => JobLifecycle.MarkAcknowledged(j, now), cancellationToken);
            if (!update.Written || update.Job is not { } job) return;
            using var step = JobStep.Begin(logger, nameof(AcknowledgeResults), job);
            metrics.ResultDelivered(kind, again: false);
            Log.ResultAcknowledged(logger, i.JobId);
        }));
        faults.Reached(FaultPoint.AckMarked);

        // One that is not deleted comes again and is dropped as a duplicate, since its record says acknowledged.
        var failed = await queue.DeleteAsync(source, [.. items.Select(i => i.Receipt)], cancellationToken);
        if (failed.Count > 0) Log.DeleteFailed(logger, source, failed.Count);
        faults.Reached(FaultPoint.AckDeleted);
    }

    /// <summary>Writes the new states into the lease; again from the start when a parallel call wrote first.</summary>
    private async Task<ResultLease> RecordAsync(AckRequest request, ResultLease lease, StoredDocument stored, CancellationToken cancellationToken)
    {
        while (true)
        {
            var after = lease with { Items = [.. lease.Items.Select(i => request.Apply(i))] };
            if (after.Items.SequenceEqual(lease.Items)) return after;
            if (await documents.TryPutAsync(stored with { Json = after.ToJson() }, cancellationToken)) return after;
            (lease, stored) = await FindAsync(lease.Kind, request.Lease, cancellationToken);
        }
    }

    private async Task<(ResultLease Lease, StoredDocument Stored)> FindAsync(JobKind kind, string leaseId, CancellationToken cancellationToken)
    {
        if (await documents.FindAsync(ResultLease.DocumentType, leaseId, cancellationToken) is { } stored &&
            ResultLease.FromJson(stored.Json) is var lease && lease.Kind == kind)
        {
            return (lease, stored);
        }

        throw new Problem(404, ProblemCodes.NotFound, "Not found", "No such lease.").ToException();
    }

    private static IReadOnlyList<string> In(ResultLease lease, LeaseState state) =>
        [.. lease.Items.Where(i => i.State == state).Select(i => i.JobId)];
}

/// <summary>The state of a lease after an acknowledgement.</summary>
/// <param name="Lease">Its id.</param>
/// <param name="Acknowledged">Job ids that the client has.</param>
/// <param name="Released">Job ids that are delivered again at once.</param>
/// <param name="Held">Job ids still leased.</param>
public sealed record Acknowledgement(string Lease, IReadOnlyList<string> Acknowledged, IReadOnlyList<string> Released, IReadOnlyList<string> Held);
