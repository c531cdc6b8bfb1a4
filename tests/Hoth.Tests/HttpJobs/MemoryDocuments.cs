using System.Collections.Concurrent;
using Hoth.Ports;

namespace Hoth.Tests.HttpJobs;

/// <summary>Documents in memory, which never expire by themselves.</summary>
internal sealed class MemoryDocuments : IDocumentStore
{
    private readonly ConcurrentDictionary<(string Type, string Id), StoredDocument> _all = new();
    private readonly Lock _gate = new();

    /// <summary>Called before each write, as somebody who is first.</summary>
    public Action? BeforePut { get; set; }

    public Task<StoredDocument?> FindAsync(string type, string id, CancellationToken cancellationToken) => Task.FromResult(_all.GetValueOrDefault((type, id)));

    public Task<bool> TryPutAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        BeforePut?.Invoke();
        lock (_gate)
        {
            var stored = _all.GetValueOrDefault((document.Type, document.Id));
            if ((stored?.Version ?? 0) != document.Version) return Task.FromResult(false);
            _all[(document.Type, document.Id)] = document with { Version = document.Version + 1 };
            return Task.FromResult(true);
        }
    }

    public Task<bool> TryDeleteAsync(string type, string id, long version, CancellationToken cancellationToken) => throw new NotSupportedException();
}
