using System.Text.Json;
using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Checks;

/// <summary>Compares what was written with what is read back: what was sent is there, more may be.</summary>
internal static class ReadBack
{
    /// <summary>Where they differ: a JSON Pointer into what was sent. Null: nowhere.</summary>
    /// <param name="sent">What was written.</param>
    /// <param name="read">What is read back. Members that it does not have are not compared: not everything is shown.</param>
    /// <param name="at">Where in what was sent.</param>
    public static string? FindDifference(JsonElement sent, JsonElement read, string at = "")
    {
        if (sent.ValueKind == JsonValueKind.Object && read.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in sent.EnumerateObject())
            {
                if (read.TryGetProperty(member.Name, out var other) && FindDifference(member.Value, other, $"{at}/{member.Name}") is { } difference) return difference;
            }

            return null;
        }

        if (sent.ValueKind == JsonValueKind.Array && read.ValueKind == JsonValueKind.Array)
        {
            // The order of items is the server's.
            if (sent.GetArrayLength() != read.GetArrayLength()) return at;
            var rest = read.EnumerateArray().ToList();
            for (var i = 0; i < sent.GetArrayLength(); i++)
            {
                var found = rest.FindIndex(item => FindDifference(sent[i], item) is null);
                if (found < 0) return $"{at}/{i}";
                rest.RemoveAt(found);
            }

            return null;
        }

        return IsSame(sent, read) ? null : at;
    }

    private static bool IsSame(JsonElement a, JsonElement b)
    {
        if (JsonNumber.AreEqual(a, b)) return true;
        // A moment may be written in several ways.
        return a.ValueKind == JsonValueKind.String && b.ValueKind == JsonValueKind.String
            && a.TryGetDateTimeOffset(out var x) && b.TryGetDateTimeOffset(out var y) && x == y;
    }
}
