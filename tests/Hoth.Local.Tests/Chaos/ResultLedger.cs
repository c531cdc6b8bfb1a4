using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hoth.Local.Tests.Chaos;

/// <summary>Every result that any client got, by job.</summary>
internal sealed class ResultLedger
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _seen = new(StringComparer.Ordinal);

    /// <summary>The jobs whose results were seen.</summary>
    public ICollection<string> JobIds => _seen.Keys;

    /// <summary>Jobs of which two different results came.</summary>
    public IEnumerable<string> Contradictory => _seen.Where(job => job.Value.Distinct().Count() > 1).Select(job => job.Key);

    /// <summary>The result of a job, as it came first.</summary>
    public JsonElement ResultOf(string jobId) => JsonSerializer.Deserialize<JsonElement>(_seen[jobId].First());

    /// <summary>Notes the results of an answer.</summary>
    /// <returns>Their job ids.</returns>
    public IReadOnlyList<string> Note(JsonElement items) => [.. items.EnumerateArray().Select(Add)];

    private string Add(JsonElement item)
    {
        var result = JsonObject.Create(item)!;
        // Says how often it came, not what came.
        result.Remove("deliveryCount");
        var jobId = (string)result["jobId"]!;
        _seen.GetOrAdd(jobId, static _ => []).Add(result.ToJsonString());
        return jobId;
    }
}
