using System.Net.Http.Json;
using System.Text.Json;

namespace Hoth.Local.Demo;

/// <summary>Follows jobs by their <c>Location</c> until they are done.</summary>
internal sealed class JobTimes(HttpClient http)
{
    private readonly Dictionary<string, Uri> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset From, DateTimeOffset To)> _done = new(StringComparer.Ordinal);

    /// <summary>True when all are done.</summary>
    public bool AllDone => _open.Count == 0;

    /// <summary>When a job was accepted and when it ended, on the host's clock; null when it is not done.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Of(string jobId) => _done.TryGetValue(jobId, out var times) ? times : null;

    /// <summary>Follows a job.</summary>
    public void Follow(string jobId, Uri location) => _open[jobId] = location;

    /// <summary>Looks at each job that is not done.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var (jobId, location) in _open.ToList())
        {
            var job = await http.GetFromJsonAsync<JsonElement>(location, cancellationToken);
            if (!job.GetProperty("done").GetBoolean()) continue;
            _open.Remove(jobId);
            _done[jobId] = (job.GetProperty("createdAt").GetDateTimeOffset(), job.GetProperty("finishedAt").GetDateTimeOffset());
        }
    }
}
