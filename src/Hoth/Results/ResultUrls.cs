using Hoth.Ports;

namespace Hoth.Results;

/// <summary>URLs from which results too large for an answer are fetched.</summary>
public sealed class ResultUrls(IArtifactStore artifacts)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>A URL for one result, good for an hour, without credentials.</summary>
    public Task<Uri> OfAsync(string artifactKey, CancellationToken cancellationToken) =>
        artifacts.GetDownloadUrlAsync(artifactKey, Lifetime, cancellationToken);
}
