using Hoth.Callers;
using Hoth.Jobs;
using Hoth.Problems;
using Hoth.Results;

namespace Hoth.QaRuns.Runs;

/// <summary><c>GET /results/{planId}</c>: the report of a run in one of its forms.</summary>
public sealed class GetQaResults(FindQaRun find, QaFeed feed, FetchResult fetch)
{
    /// <summary>The media types that there are; the first is for whoever does not say.</summary>
    public static IReadOnlyList<string> MediaTypes { get; } = [.. ReportOutputs.Forms.Select(form => form.MediaType)];

    /// <summary>Fetches.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="planId">Which run.</param>
    /// <param name="mediaType">One of <see cref="MediaTypes"/>.</param>
    /// <param name="pollAfterSeconds">When to ask again, where it has not ended.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ProblemException">404; 409 not ready, failed or cancelled; 410.</exception>
    public async Task<FetchedResult> ExecuteAsync(Caller caller, string planId, string mediaType, int pollAfterSeconds, CancellationToken cancellationToken)
    {
        var job = await find.ExecuteAsync(caller, planId, cancellationToken);
        if (job.Status == JobStatus.Succeeded && await feed.FindVerdictAsync(job, cancellationToken) is { } verdict)
        {
            job = job with { Output = verdict.Outputs.FirstOrDefault(output => output.MediaType == mediaType) ?? job.Output };
        }

        return await fetch.ExecuteAsync(job, pollAfterSeconds, cancellationToken);
    }
}
