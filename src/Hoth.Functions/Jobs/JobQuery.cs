using Hoth.Functions.Http;
using Hoth.Jobs;
using Hoth.Json;

namespace Hoth.Functions.Jobs;

/// <summary>The query parameters of the list of jobs.</summary>
internal static class JobQuery
{
    private static readonly Dictionary<string, JobStatus> Statuses = Enum.GetValues<JobStatus>().ToDictionary(s => s.ToString(), StringComparer.Ordinal);
    private static readonly Dictionary<string, JobKind> Kinds = Enum.GetValues<JobKind>().ToDictionary(JobJsonWriter.NameOf, StringComparer.Ordinal);

    /// <exception cref="Problems.ProblemException">400 with every violation.</exception>
    public static JobFilter Read(ApiRequest request)
    {
        var violations = new Violations();
        var filter = new JobFilter(
            request.Query("owner"),
            OneOf(request, "status", Statuses, violations),
            OneOf(request, "kind", Kinds, violations),
            Instants.Query(request, "createdAfter", violations));
        if (filter.Owner is { Length: not (>= 1 and <= 255) }) violations.Add("query.owner", "must be 1 to 255 characters");
        violations.ThrowIfAny();
        return filter;
    }

    private static T? OneOf<T>(ApiRequest request, string name, Dictionary<string, T> values, Violations violations)
        where T : struct
    {
        if (request.Query(name) is not { } text) return null;
        if (values.TryGetValue(text, out var value)) return value;
        violations.Add($"query.{name}", $"must be one of {string.Join(", ", values.Keys)}");
        return null;
    }
}
