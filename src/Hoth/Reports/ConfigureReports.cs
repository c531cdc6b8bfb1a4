using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hoth.Callers;
using Hoth.Documents;
using Hoth.Json;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.Reports;

/// <summary><c>PUT, GET, DELETE /api/v1/reports/{id}</c>: the configurations that reports are generated from.</summary>
public sealed class ConfigureReports(IDocumentStore documents, ReportRules rules)
{
    private const string Type = "report";

    /// <summary>So often a write is tried again because somebody else was faster.</summary>
    private const int MaxTries = 5;

    /// <summary>The id of a report in its one form.</summary>
    /// <exception cref="ProblemException">400: it is no GUID.</exception>
    public static string IdOf(string text)
    {
        if (Guid.TryParseExact(text, "D", out var id)) return id.ToString("D");
        var violations = new Violations();
        violations.Add("path.id", "must be a GUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        throw violations.ToProblem().ToException();
    }

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="ProblemException">400, 403, 404.</exception>
    public async Task<ConfiguredReport> GetAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.ReadReports);
        return ToReport(await FindAsync(IdOf(id), cancellationToken) ?? throw NotFound());
    }

    /// <summary>Writes a configuration, a new one or in the place of another.</summary>
    /// <exception cref="ProblemException">400 with every violation, 403, 412.</exception>
    public async Task<ConfiguredReport> PutAsync(Caller caller, string id, JsonElement body, Precondition precondition, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.WriteReports);
        var key = IdOf(id);
        var violations = new Violations();
        var configuration = ReportConfiguration.Parse(body, rules, violations);
        violations.ThrowIfAny();

        var json = configuration!.ToJson();
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var there = await FindAsync(key, cancellationToken);
            precondition.Check(there is null ? null : TagOf(there));
            var version = there?.Version ?? 0;
            if (await documents.TryPutAsync(new StoredDocument(Type, key, version, json), cancellationToken))
            {
                return ToReport(new StoredDocument(Type, key, version + 1, json)) with { IsNew = there is null };
            }
        }

        throw Contended();
    }

    /// <summary>Deletes a configuration. Jobs that were started from it go on: each has its own copy.</summary>
    /// <exception cref="ProblemException">400, 403, 404, 412.</exception>
    public async Task DeleteAsync(Caller caller, string id, Precondition precondition, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.WriteReports);
        var key = IdOf(id);
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var there = await FindAsync(key, cancellationToken) ?? throw NotFound();
            precondition.Check(TagOf(there));
            if (await documents.TryDeleteAsync(Type, key, there.Version, cancellationToken)) return;
        }

        throw Contended();
    }

    private Task<StoredDocument?> FindAsync(string id, CancellationToken cancellationToken) => documents.FindAsync(Type, id, cancellationToken);

    private static ConfiguredReport ToReport(StoredDocument document) => new(document.Id, document.Json, TagOf(document), IsNew: false);

    /// <summary>The version alone would be the same again for what is put in the place of a deleted one.</summary>
    private static string TagOf(StoredDocument document) =>
        EntityTags.Of($"{document.Version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Json)).AsSpan(0, 8))}");

    private static ProblemException NotFound() => new Problem(404, ProblemCodes.NotFound, "Not found", "No such report.").ToException();

    private static PortUnavailableException Contended() => new("document store", new TimeoutException($"Others were faster {MaxTries} times in a row."));
}

/// <summary>A configuration as it is stored.</summary>
/// <param name="Id">Its id, a GUID in lower case with hyphens.</param>
/// <param name="Json">Its JSON text.</param>
/// <param name="Tag">Its entity tag.</param>
/// <param name="IsNew">True when it was not there before.</param>
public sealed record ConfiguredReport(string Id, string Json, string Tag, bool IsNew);
