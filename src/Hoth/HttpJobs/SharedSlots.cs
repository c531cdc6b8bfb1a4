using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.HttpJobs.Definitions;
using Hoth.Ports;

namespace Hoth.HttpJobs;

/// <summary>
/// The same budget as <see cref="HttpJobSlots"/>, over all processes that drive jobs behind a queue: who holds a slot of a target is a document, written
/// conditionally. A job that nobody gives back for is forgotten after its deadline.
/// </summary>
public sealed class SharedSlots(IDocumentStore documents, TimeProvider time)
{
    private const string DocumentType = "http-job-slots";

    /// <summary>So often somebody else may write first: more than there are jobs in work at once, each of which writes once.</summary>
    private const int MaxConflicts = 100;

    /// <summary>After a job's deadline it is aborted and deleted at the most.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Takes a slot for a job, or finds that it has one.</summary>
    /// <returns>False when all are taken: ask again later.</returns>
    public Task<bool> TryTakeAsync(HttpJobDefinition definition, HttpJobState state, CancellationToken cancellationToken) =>
        ChangeAsync(definition, holders => holders.Count < definition.Concurrency && holders.TryAdd(state.Id, state.DeadlineAt + Grace), isThere: holders => holders.ContainsKey(state.Id), cancellationToken);

    /// <summary>Gives back what a job holds, if anything.</summary>
    public Task GiveBackAsync(HttpJobDefinition definition, HttpJobState state, CancellationToken cancellationToken) =>
        ChangeAsync(definition, holders => holders.Remove(state.Id), isThere: holders => !holders.ContainsKey(state.Id), cancellationToken);

    private async Task<bool> ChangeAsync(
        HttpJobDefinition definition, Func<Dictionary<string, DateTimeOffset>, bool> change, Func<Dictionary<string, DateTimeOffset>, bool> isThere, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definition.Target)));
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var now = time.GetUtcNow();
            var stored = await documents.FindAsync(DocumentType, id, cancellationToken);
            var holders = stored is null ? [] : JsonSerializer.Deserialize(stored.Json, SharedSlotsJson.Default.DictionaryStringDateTimeOffset)!;
            foreach (var gone in holders.Where(h => h.Value <= now).Select(h => h.Key).ToList()) holders.Remove(gone);
            if (isThere(holders)) return true;
            if (!change(holders)) return false;
            var json = JsonSerializer.Serialize(holders, SharedSlotsJson.Default.DictionaryStringDateTimeOffset);
            var expiry = holders.Count == 0 ? now + Grace : holders.Values.Max();
            if (await documents.TryPutAsync(new StoredDocument(DocumentType, id, stored?.Version ?? 0, json, expiry), cancellationToken)) return true;
        }

        return false;
    }
}

[JsonSerializable(typeof(Dictionary<string, DateTimeOffset>))]
internal sealed partial class SharedSlotsJson : JsonSerializerContext;
