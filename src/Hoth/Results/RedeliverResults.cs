using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Telemetry;

namespace Hoth.Results;

/// <summary>Gives again what was delivered since an instant (<c>?redeliverSince=</c>), for a client that lost an answer. Reads records only; changes nothing.</summary>
public sealed class RedeliverResults(IJobStore jobs, JobBodies bodies, ResultUrls urls, HothMetrics metrics)
{
    /// <summary>One page of at most 10 results and <see cref="DrainResults.MaxAnswerBytes"/>.</summary>
    /// <param name="kind">Whose results.</param>
    /// <param name="since">Inclusive.</param>
    /// <param name="after">Continues behind this job among those delivered at <paramref name="since"/>; null from the start.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public async Task<RedeliveredResults> ExecuteAsync(JobKind kind, DateTimeOffset since, string? after, CancellationToken cancellationToken)
    {
        // One more than an answer holds tells whether there is a next page.
        var delivered = await jobs.ListDeliveredAsync(kind, since, after, DrainResults.MaxResults + 1, cancellationToken);
        var items = new List<string>();
        var bytes = 2;
        JobRecord? last = null;
        foreach (var job in delivered.Take(DrainResults.MaxResults))
        {
            if (await urls.LoadAsync(job, bodies, cancellationToken) is { } json)
            {
                var size = AnswerSize.Of(json);
                if (bytes + size > DrainResults.MaxAnswerBytes) break;
                bytes += size;
                items.Add(json);
                metrics.ResultDelivered(kind, again: true);
            }

            last = job;
        }

        var more = last is not null && last != delivered[^1];
        return new RedeliveredResults(items, more ? last!.DeliveredAt : null, more ? last!.JobId : null);
    }
}

/// <summary>A page of results that were delivered before.</summary>
/// <param name="Items">The results as JSON texts.</param>
/// <param name="NextSince">With <paramref name="NextAfter"/>, where the next page starts; null at the end.</param>
/// <param name="NextAfter">See <paramref name="NextSince"/>.</param>
public sealed record RedeliveredResults(IReadOnlyList<string> Items, DateTimeOffset? NextSince, string? NextAfter);
