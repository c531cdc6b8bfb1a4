using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Results;

/// <summary>URLs from which results too large for an answer are fetched.</summary>
public sealed class ResultUrls(IArtifactStore artifacts)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>A URL for one result, good for an hour, without credentials.</summary>
    public Task<Uri> OfAsync(string artifactKey, CancellationToken cancellationToken) =>
        artifacts.GetDownloadUrlAsync(artifactKey, Lifetime, cancellationToken);

    /// <summary>The result of a job as an answer can carry it: whole, or without its content and with a URL; null when there is none (any more).</summary>
    public async Task<string?> LoadAsync(JobRecord job, JobBodies bodies, CancellationToken cancellationToken)
    {
        // What cannot fit is not even loaded: it may be larger than memory.
        var isTooLarge = job.Result?.Bytes > DrainResults.MaxAnswerBytes;
        var json = isTooLarge ? null : await bodies.LoadAsync(job.Result, cancellationToken);
        isTooLarge |= json is not null && AnswerSize.Of(json) + 2 > DrainResults.MaxAnswerBytes;
        return isTooLarge && job.Result!.ArtifactKey is { } key ? JobResult.WriteWithUrl(job, await OfAsync(key, cancellationToken)) : json;
    }
}
