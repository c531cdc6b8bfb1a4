using System.Security.Cryptography;
using System.Text;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.Documents;

/// <summary>Configurations of one type that clients read, replace and delete by id, with entity tags so that none overwrites what it has not seen.</summary>
/// <param name="documents">Where they are.</param>
/// <param name="type">The type of their documents.</param>
/// <param name="notFound">One sentence for a client who names one that is not there.</param>
public sealed class StoredConfigurations(IDocumentStore documents, string type, string notFound)
{
    /// <summary>So often a write is tried again because somebody else was faster.</summary>
    private const int MaxTries = 5;

    /// <summary>Reads one.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<StoredConfiguration> GetAsync(string id, CancellationToken cancellationToken) =>
        Of(await FindAsync(id, cancellationToken) ?? throw NotFound());

    /// <summary>Writes one, a new one or in the place of another.</summary>
    /// <exception cref="ProblemException">412.</exception>
    public async Task<StoredConfiguration> PutAsync(string id, string json, Precondition precondition, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var there = await FindAsync(id, cancellationToken);
            precondition.Check(there is null ? null : TagOf(there));
            var version = there?.Version ?? 0;
            if (await documents.TryPutAsync(new StoredDocument(type, id, version, json), cancellationToken))
            {
                return Of(new StoredDocument(type, id, version + 1, json)) with { IsNew = there is null };
            }
        }

        throw Contended();
    }

    /// <summary>Deletes one.</summary>
    /// <exception cref="ProblemException">404, 412.</exception>
    public async Task DeleteAsync(string id, Precondition precondition, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var there = await FindAsync(id, cancellationToken) ?? throw NotFound();
            precondition.Check(TagOf(there));
            if (await documents.TryDeleteAsync(type, id, there.Version, cancellationToken)) return;
        }

        throw Contended();
    }

    private Task<StoredDocument?> FindAsync(string id, CancellationToken cancellationToken) => documents.FindAsync(type, id, cancellationToken);

    private static StoredConfiguration Of(StoredDocument document) => new(document.Id, document.Json, TagOf(document), IsNew: false);

    /// <summary>The version alone would be the same again for what is put in the place of a deleted one.</summary>
    private static string TagOf(StoredDocument document) =>
        EntityTags.Of($"{document.Version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Json)).AsSpan(0, 8))}");

    private ProblemException NotFound() => new Problem(404, ProblemCodes.NotFound, "Not found", notFound).ToException();

    private static PortUnavailableException Contended() => new("document store", new TimeoutException($"Others were faster {MaxTries} times in a row."));
}

/// <summary>A configuration as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Json">Its JSON text.</param>
/// <param name="Tag">Its entity tag.</param>
/// <param name="IsNew">True when it was not there before.</param>
public sealed record StoredConfiguration(string Id, string Json, string Tag, bool IsNew);
