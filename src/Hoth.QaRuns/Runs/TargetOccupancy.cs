using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.QaRuns.Runs;

/// <summary>
/// One run at a time on a target: two would find each other's resources. A document names the last run that took the target; nobody has to give it back, since a run
/// that has ended, however, does not hold it any more.
/// </summary>
internal sealed class TargetOccupancy(IDocumentStore documents, IJobStore jobs, TimeProvider time)
{
    private const string Type = "qa-target";
    private const int MaxTries = 10;

    /// <summary>A run whose job is not there after so long was never accepted: who took the target for it died.</summary>
    private static readonly TimeSpan AcceptTime = TimeSpan.FromSeconds(30);

    /// <summary>Longer than any run.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(3);

    /// <summary>Takes a target for a run.</summary>
    /// <returns>Null when it is taken for this run; otherwise the run that is at work there.</returns>
    public async Task<string?> TakeAsync(Uri baseUrl, string planId, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TargetUrls.Canonical(baseUrl))));
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var now = time.GetUtcNow();
            var there = await documents.FindAsync(Type, id, cancellationToken);
            var holder = there is null ? null : JsonSerializer.Deserialize(there.Json, QaJson.Default.ActiveRun);
            if (holder is not null && holder.PlanId != planId && await IsActiveAsync(holder, now, cancellationToken)) return holder.PlanId;
            var json = JsonSerializer.Serialize(new ActiveRun(planId, now), QaJson.Default.ActiveRun);
            if (await documents.TryPutAsync(new StoredDocument(Type, id, there?.Version ?? 0, json, now + Lifetime), cancellationToken)) return null;
        }

        throw new PortUnavailableException("document store", new TimeoutException($"Others were faster {MaxTries} times in a row."));
    }

    private async Task<bool> IsActiveAsync(ActiveRun holder, DateTimeOffset now, CancellationToken cancellationToken) =>
        await jobs.FindAsync(holder.PlanId, cancellationToken) is { } job ? !job.IsTerminal : now < holder.Since + AcceptTime;
}
