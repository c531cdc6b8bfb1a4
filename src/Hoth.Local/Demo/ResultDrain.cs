using System.Net.Http.Json;
using System.Text.Json;

namespace Hoth.Local.Demo;

/// <summary>The client's side of draining: collects results by job, and counts what came twice.</summary>
internal sealed class ResultDrain(HttpClient http, TimeProvider time)
{
    private readonly Dictionary<string, (SampleResult Result, long At)> _results = new(StringComparer.Ordinal);

    /// <summary>How many results came more than once.</summary>
    public int Repeated { get; private set; }

    /// <summary>A job's result and the timestamp of its arrival, or null.</summary>
    public (SampleResult Result, long At)? Of(string jobId) => _results.TryGetValue(jobId, out var found) ? found : null;

    /// <summary>True when there is a result for each.</summary>
    public bool HasAll(IEnumerable<string> jobIds) => jobIds.All(_results.ContainsKey);

    /// <summary>Sends one draining request and keeps what it brings.</summary>
    /// <returns>The answer, and the jobs whose results were in it.</returns>
    public async Task<(HttpResponseMessage Answer, IReadOnlyList<string> JobIds)> ReceiveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) return (answer, []);
        var items = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var now = time.GetTimestamp();
        var ids = new List<string>();
        foreach (var item in items.EnumerateArray())
        {
            var id = item.GetProperty("jobId").GetString()!;
            ids.Add(id);
            if (!_results.TryAdd(id, (item.Deserialize<SampleResult>(JsonSerializerOptions.Web)!, now))) Repeated++;
        }

        return (answer, ids);
    }
}
