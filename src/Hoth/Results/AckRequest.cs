using System.Text.Json;
using Hoth.Jobs;
using Hoth.Json;

namespace Hoth.Results;

/// <summary>The body of an acknowledgement: <c>{ "lease": "…", "ids": ["…"], "release": ["…"] }</c>, at least one of the two lists.</summary>
internal sealed record AckRequest(string Lease, IReadOnlyList<string> Ids, IReadOnlyList<string> Release)
{
    /// <summary>Reads and checks the body.</summary>
    /// <exception cref="Problems.ProblemException">400 with every violation.</exception>
    public static AckRequest Parse(JsonElement body)
    {
        var violations = new Violations();
        var input = new JsonInput(body, "$", violations);
        var lease = input.RequiredString("lease", id => id.Length is >= 1 and <= 64 && id.All(char.IsAsciiLetterOrDigit), "must be the value of a Hoth-Lease header");
        var ids = ReadIds(input, "ids");
        var release = ReadIds(input, "release");
        input.RefuseUnknownMembers();
        if (input.IsObject && ids is null && release is null) violations.Add("$", "must have ids, release or both");
        if (ids is not null && release is not null && ids.Intersect(release, StringComparer.Ordinal).Any()) violations.Add("$.release", "must not repeat members of ids");
        violations.ThrowIfAny();
        return new AckRequest(lease!, ids ?? [], release ?? []);
    }

    /// <summary>Every id must be in the lease.</summary>
    /// <exception cref="Problems.ProblemException">400 with every violation.</exception>
    public void CheckAgainst(ResultLease lease)
    {
        var violations = new Violations();
        var known = lease.Items.Select(i => i.JobId).ToHashSet(StringComparer.Ordinal);
        Check("$.ids", Ids);
        Check("$.release", Release);
        violations.ThrowIfAny();

        void Check(string path, IReadOnlyList<string> ids)
        {
            for (var i = 0; i < ids.Count; i++)
            {
                if (!known.Contains(ids[i])) violations.Add($"{path}[{i}]", "is not in the lease");
            }
        }
    }

    /// <summary>The item as it is after this acknowledgement.</summary>
    public LeasedResult Apply(LeasedResult item) =>
        item.State == LeaseState.Acknowledged ? item
        : Ids.Contains(item.JobId) ? item with { State = LeaseState.Acknowledged }
        : Release.Contains(item.JobId) ? item with { State = LeaseState.Released }
        : item;

    private static List<string>? ReadIds(JsonInput input, string member)
    {
        if (input.Member(member, required: false) is not { } value) return null;
        var path = input.PathOf(member);
        if (value.ValueKind != JsonValueKind.Array)
        {
            input.Violations.Add(path, "must be an array of job ids");
            return [];
        }

        if (value.GetArrayLength() > DrainResults.MaxResults)
        {
            // One violation, not one for each of 100,000 members: the answer would be larger than Lambda lets through.
            input.Violations.Add(path, $"must have at most {DrainResults.MaxResults} job ids, as a lease has");
            return [];
        }

        var ids = new List<string>();
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && JsonInput.TextOf(item) is { } id && JobIds.IsClientId(id)) ids.Add(id);
            else input.Violations.Add($"{path}[{index}]", JobIds.ClientIdRule);
            index++;
        }

        return ids;
    }
}
