using System.Net.Http.Json;
using System.Text.Json;

namespace Hoth.Local.Demo;

/// <summary>The client's side of draining: collects results by job, and counts what came twice.</summary>
internal sealed class ResultDrain(HttpClient http)
{
    private readonly Dictionary<string, DrainedResult> _results = new(StringComparer.Ordinal);

    /// <summary>How many results came more than once.</summary>
    public int Repeated { get; private set; }

    /// <summary>A job's result, or null.</summary>
    public DrainedResult? Of(string jobId) => _results.GetValueOrDefault(jobId);

    /// <summary>True when there is a result for each.</summary>
    public bool HasAll(IEnumerable<string> jobIds) => jobIds.All(_results.ContainsKey);

    /// <summary>Sends one draining request and keeps what it brings.</summary>
    /// <returns>The answer, and the jobs whose results were in it.</returns>
    public async Task<(HttpResponseMessage Answer, IReadOnlyList<string> JobIds)> ReceiveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) return (answer, []);
        var items = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var ids = new List<string>();
        foreach (var item in items.EnumerateArray())
        {
            var id = item.GetProperty("jobId").GetString()!;
            ids.Add(id);
            var result = new DrainedResult(item.Deserialize<SampleResult>(JsonSerializerOptions.Web)!, item.GetProperty("content").GetProperty("response"));
            if (!_results.TryAdd(id, result)) Repeated++;
        }

        return (answer, ids);
    }
}

/// <summary>A result as it came.</summary>
/// <param name="Result">The part that is compared.</param>
/// <param name="Response">What the CSP answered, or a problem.</param>
internal sealed record DrainedResult(SampleResult Result, JsonElement? Response);
