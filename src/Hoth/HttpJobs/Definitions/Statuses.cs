using System.Text.Json;
using Hoth.Json;

namespace Hoth.HttpJobs.Definitions;

/// <summary>Lists of HTTP status codes in a definition.</summary>
internal static class Statuses
{
    public static List<int> Read(JsonInput input, string member, List<int> otherwise)
    {
        if (input.Member(member, required: false) is not { } value) return otherwise;
        var codes = new List<int>();
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var code) && code is >= 200 and <= 599) codes.Add(code);
            }

            if (codes.Count == value.GetArrayLength()) return codes;
        }

        input.Violations.Add(input.PathOf(member), "must be an array of HTTP status codes, 200 to 599");
        return [];
    }
}
