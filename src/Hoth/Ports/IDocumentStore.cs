namespace Hoth.Ports;

/// <summary>Small versioned documents that are not jobs (leases, later report configurations and QA packages), by type and id.</summary>
/// <remarks>Every method throws <see cref="PortUnavailableException"/> when the store cannot be reached or refuses for load.</remarks>
public interface IDocumentStore
{
    /// <summary>The document, strongly consistent, or null when there is none or it has expired.</summary>
    Task<StoredDocument?> FindAsync(string type, string id, CancellationToken cancellationToken);

    /// <summary>Writes conditionally.</summary>
    /// <param name="document">The wanted document; <see cref="StoredDocument.Version"/> is the version last read, 0 to insert.</param>
    /// <param name="cancellationToken">Stops waiting; the write may or may not have happened.</param>
    /// <returns>False when the stored version is another one (or, for 0, an unexpired document is there).</returns>
    Task<bool> TryPutAsync(StoredDocument document, CancellationToken cancellationToken);

    /// <summary>Deletes when the version is still this one.</summary>
    /// <returns>False when it is not, or there is no such document.</returns>
    Task<bool> TryDeleteAsync(string type, string id, long version, CancellationToken cancellationToken);
}

/// <summary>One document.</summary>
/// <param name="Type">Its type: a short literal such as "lease".</param>
/// <param name="Id">1 to 200 characters, unique within the type.</param>
/// <param name="Version">1 after the insert, raised by one at every write.</param>
/// <param name="Json">The content, at most 300 KiB.</param>
/// <param name="ExpiresAt">From then on it is as if it were not there; null: kept.</param>
public sealed record StoredDocument(string Type, string Id, long Version, string Json, DateTimeOffset? ExpiresAt = null);
