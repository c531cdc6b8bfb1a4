using System.Text.Json;

namespace Hoth.Jobs;

/// <summary>The names of kinds and statuses in records; the same as in the API.</summary>
internal static class JobNames
{
    private static readonly string[] Kinds = ["cost", "provisioning", "report", "qa"];

    private static readonly string[] Statuses =
        [nameof(JobStatus.Queued), nameof(JobStatus.Running), nameof(JobStatus.Cancelling), nameof(JobStatus.Succeeded), nameof(JobStatus.Failed), nameof(JobStatus.Cancelled)];

    public static string Of(JobKind kind) => Kinds[(int)kind];

    public static string Of(JobStatus status) => Statuses[(int)status];

    /// <exception cref="JsonException">There is no such kind.</exception>
    public static JobKind KindOf(string name) => (JobKind)IndexOf(name, Kinds, "kind");

    /// <exception cref="JsonException">There is no such status.</exception>
    public static JobStatus StatusOf(string name) => (JobStatus)IndexOf(name, Statuses, "status");

    private static int IndexOf(string name, string[] names, string what) =>
        Array.IndexOf(names, name) is >= 0 and var index ? index : throw new JsonException($"A job record has a {what} that this version does not know.");
}
