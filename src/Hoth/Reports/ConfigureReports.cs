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
    private readonly StoredConfigurations _stored = new(documents, "report", "No such report.");

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
    public Task<StoredConfiguration> GetAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.ReadReports);
        return _stored.GetAsync(IdOf(id), cancellationToken);
    }

    /// <summary>Writes a configuration, a new one or in the place of another.</summary>
    /// <exception cref="ProblemException">400 with every violation, 403, 412.</exception>
    public Task<StoredConfiguration> PutAsync(Caller caller, string id, JsonElement body, Precondition precondition, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.WriteReports);
        var key = IdOf(id);
        var violations = new Violations();
        var configuration = ReportConfiguration.Parse(body, rules, violations);
        violations.ThrowIfAny();
        return _stored.PutAsync(key, configuration!.ToJson(), precondition, cancellationToken);
    }

    /// <summary>Deletes a configuration. Jobs that were started from it go on: each has its own copy.</summary>
    /// <exception cref="ProblemException">400, 403, 404, 412.</exception>
    public Task DeleteAsync(Caller caller, string id, Precondition precondition, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.WriteReports);
        return _stored.DeleteAsync(IdOf(id), precondition, cancellationToken);
    }
}
