using System.Collections.Concurrent;
using System.Text;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Tests.HttpJobs;

/// <summary>A store of one job.</summary>
internal sealed class OneJob : IJobStore
{
    private int _writes;

    public JobRecord? Job { get; set; }

    public int? DiesAfterWrites { get; set; }

    public Task<JobRecord?> FindAsync(string jobId, CancellationToken cancellationToken) => Task.FromResult(Job);

    public Task<JobUpdate> UpdateAsync(string jobId, Func<JobRecord, JobRecord?> change, CancellationToken cancellationToken)
    {
        if (++_writes > DiesAfterWrites) throw new PortUnavailableException("job store", new IOException("dead"));
        var next = change(Job!);
        Job = next ?? Job;
        return Task.FromResult(new JobUpdate(Job, next is not null));
    }

    public Task<JobRecord?> TryCreateAsync(JobRecord job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DuePage> ListDueAsync(DateTimeOffset upTo, DueCursor? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<OwnedPage> ListOwnedAsync(string owner, DateTimeOffset? createdAfter, OwnedCursor? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<JobRecord>> ListDeliveredAsync(JobKind kind, DateTimeOffset since, string? afterJobId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Artifacts as texts.</summary>
internal sealed class MemoryArtifacts : IArtifactStore
{
    public ConcurrentDictionary<string, string> All { get; } = new();

    public int Largest { get; private set; }

    public async Task PutAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken)
    {
        ArtifactKey.Check(key);
        using var reader = new StreamReader(content);
        All[key] = await reader.ReadToEndAsync(cancellationToken);
        Largest = Math.Max(Largest, All[key].Length);
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(All.TryGetValue(key, out var text) ? new MemoryStream(Encoding.UTF8.GetBytes(text)) : null);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => Task.FromResult(All.TryRemove(key, out _));

    public Task<Uri> GetDownloadUrlAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken) => throw new NotSupportedException();
}
