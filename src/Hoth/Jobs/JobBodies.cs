using System.Text;
using Hoth.Ports;
using Hoth.Streams;

namespace Hoth.Jobs;

/// <summary>Keeps a job's bodies in place or, when large, in the artifact store; readers see no difference.</summary>
public sealed class JobBodies(IArtifactStore artifacts, IIds ids)
{
    private const string MediaType = "application/json";

    /// <summary>Makes a body durable where it is large. The key is new at every call, so that two racing writers never overwrite each other.</summary>
    /// <param name="instanceId">The job's instance.</param>
    /// <param name="name">"request", "answer" or "result".</param>
    /// <param name="json">JSON text.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<JobBody> StoreAsync(string instanceId, string name, string json, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetByteCount(json);
        if (bytes <= JobBody.InlineLimit) return new JobBody(json);

        using var content = new MemoryStream(Encoding.UTF8.GetBytes(json), writable: false);
        return new JobBody(null, await PutAsync(instanceId, name, content, cancellationToken)) { Bytes = bytes };
    }

    /// <summary>Makes a body durable that is too large for memory.</summary>
    /// <param name="instanceId">The job's instance.</param>
    /// <param name="name">"result".</param>
    /// <param name="json">JSON text as UTF-8, in pieces that are each valid until the next is asked for.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<JobBody> StoreAsync(string instanceId, string name, IAsyncEnumerable<ReadOnlyMemory<byte>> json, CancellationToken cancellationToken)
    {
        await using var content = new ChunkStream(json.GetAsyncEnumerator(cancellationToken));
        return new JobBody(null, await PutAsync(instanceId, name, content, cancellationToken)) { Bytes = content.Count };
    }

    private async Task<string> PutAsync(string instanceId, string name, Stream content, CancellationToken cancellationToken)
    {
        var key = $"jobs/{instanceId}/{name}-{ids.NewId()}.json";
        await artifacts.PutAsync(key, content, MediaType, cancellationToken);
        return key;
    }

    /// <summary>The JSON text of a body, or null when there is none (any more).</summary>
    public async Task<string?> LoadAsync(JobBody? body, CancellationToken cancellationToken)
    {
        if (body?.ArtifactKey is not { } key) return body?.Json;
        return await LoadArtifactAsync(key, cancellationToken);
    }

    /// <summary>The text of an artifact that holds a body, or null when it is gone.</summary>
    public async Task<string?> LoadArtifactAsync(string key, CancellationToken cancellationToken)
    {
        await using var stream = await artifacts.OpenAsync(key, cancellationToken);
        if (stream is null) return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Deletes what <see cref="StoreAsync"/> put into the artifact store, if anything.</summary>
    public Task DeleteAsync(JobBody? body, CancellationToken cancellationToken) =>
        DeleteArtifactAsync(body?.ArtifactKey, cancellationToken);

    /// <summary>Deletes an artifact of a job, if it has one.</summary>
    public Task DeleteArtifactAsync(string? key, CancellationToken cancellationToken) =>
        key is null ? Task.CompletedTask : artifacts.DeleteAsync(key, cancellationToken);
}
