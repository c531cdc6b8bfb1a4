namespace Hoth.Ports;

/// <summary>Bodies too large for a record or a message, and results to download. Keys are made by Hoth, never by clients.</summary>
/// <remarks>Every method throws <see cref="PortUnavailableException"/> when the store cannot be reached or refuses for load.</remarks>
public interface IArtifactStore
{
    /// <summary>Writes an artifact whole, or not at all; a second write of the same key replaces the first.</summary>
    /// <param name="key">1 to 512 of <c>A-Z a-z 0-9 _ - . /</c>, no empty, "." or ".." segment.</param>
    /// <param name="content">Read to its end.</param>
    /// <param name="mediaType">Served with downloads.</param>
    /// <param name="cancellationToken">Leaves nothing readable behind.</param>
    Task PutAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken);

    /// <summary>Opens an artifact for reading, or null when there is none.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes an artifact; no error when there is none.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>A URL from which the artifact can be fetched without credentials.</summary>
    /// <param name="key">As above; it need not exist.</param>
    /// <param name="lifetime">1 s to 12 h.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<Uri> GetDownloadUrlAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken);
}
