using Hoth.Ports;

namespace Hoth.Functions.Catalog;

/// <summary>Logical names of what functions use besides <see cref="Queues"/> and <see cref="Workflows"/>.</summary>
public static class Resources
{
    /// <summary>The table of job records and small documents.</summary>
    public const string JobTable = "JobTable";

    /// <summary>The bucket of bodies too large for a record or a message.</summary>
    public const string ArtifactBucket = "ArtifactBucket";

    /// <summary>The credentials of the CSPs, one secret each.</summary>
    public const string CspSecrets = "CspSecrets";

    /// <summary>The credentials that definitions of asynchronous HTTP jobs name.</summary>
    public const string HttpJobSecrets = "HttpJobSecrets";

    /// <summary>The event feeds of QA runs, in <see cref="JobTable"/>.</summary>
    public const string EventFeeds = "EventFeeds";

    /// <summary>The credentials that QA packages name.</summary>
    public const string QaSecrets = "QaSecrets";

    /// <summary>Every name that <see cref="UsesAttribute"/> accepts.</summary>
    public static IReadOnlyList<string> All { get; } = [JobTable, ArtifactBucket, CspSecrets, HttpJobSecrets, EventFeeds, QaSecrets, .. Queues.All.Select(q => q.Name), .. Workflows.All];
}
