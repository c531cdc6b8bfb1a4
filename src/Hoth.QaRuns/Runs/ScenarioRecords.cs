using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.QaRuns.Results;

namespace Hoth.QaRuns.Runs;

/// <summary>Records of scenarios as contents of feed entries; what is too large for one goes to the artifact store.</summary>
internal sealed class ScenarioRecords(IEventFeed feeds, IArtifactStore artifacts, IIds ids)
{
    private const int LongestPlainKey = 200;

    /// <summary>The key of an entry: the scenario's id where that can be one, else a hash of it.</summary>
    public static string KeyOf(string prefix, string id) => prefix + (
        id.Length is >= 1 and <= LongestPlainKey && id[0] != '~' && !id.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? id
            : "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))));

    /// <summary>The record of a scenario that has run; null: it has not.</summary>
    public async Task<ScenarioRecord?> FindAsync(string feed, string scenarioId, CancellationToken cancellationToken) =>
        await feeds.FindEntryAsync(feed, KeyOf(QaFeed.RecordPrefix, scenarioId), cancellationToken) is { } content ? await ReadAsync(content, cancellationToken) : null;

    /// <summary>All records of a run.</summary>
    public async Task<List<ScenarioRecord>> AllAsync(string feed, CancellationToken cancellationToken)
    {
        var records = new List<ScenarioRecord>();
        string? next = null;
        do
        {
            var page = await feeds.ListEntriesAsync(feed, QaFeed.RecordPrefix, next, cancellationToken);
            foreach (var entry in page.Entries) records.Add(await ReadAsync(entry.Value, cancellationToken));
            next = page.Next;
        }
        while (next is not null);
        return records;
    }

    /// <summary>The content of an entry for a record.</summary>
    public async Task<string> WriteAsync(JobRecord job, ScenarioRecord record, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.Serialize(new RecordEntry(record), QaText.Json.RecordEntry);
        if (Encoding.UTF8.GetByteCount(content) <= FeedEntry.MaximumContent) return content;
        // A new key each time: two who ran the same scenario at once must not replace what the other one's entry names.
        var key = $"jobs/{job.InstanceId}/record-{ids.NewId()}.json";
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(content), writable: false);
        await artifacts.PutAsync(key, body, "application/json", cancellationToken);
        return JsonSerializer.Serialize(new RecordEntry(null, key), QaText.Json.RecordEntry);
    }

    private async Task<ScenarioRecord> ReadAsync(string content, CancellationToken cancellationToken)
    {
        var entry = JsonSerializer.Deserialize(content, QaJson.Default.RecordEntry)!;
        if (entry.Record is { } record) return record;
        await using var body = await artifacts.OpenAsync(entry.ArtifactKey!, cancellationToken) ?? throw new InvalidOperationException($"The artifact {entry.ArtifactKey} is gone.");
        return (await JsonSerializer.DeserializeAsync(body, QaJson.Default.RecordEntry, cancellationToken))!.Record!;
    }
}
