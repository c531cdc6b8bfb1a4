using System.Text.Json;
using Hoth.Callers;
using Hoth.Documents;
using Hoth.Jobs;
using Hoth.Json;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.QaRuns.Runs;

/// <summary><c>PUT, GET, DELETE /qa-packages/{id}</c>.</summary>
public sealed class ConfigureQaPackages(IDocumentStore documents, QaSettings settings)
{
    private readonly StoredConfigurations _stored = new(documents, "qa-package", "No such QA package.");

    /// <summary>Reads a package.</summary>
    /// <exception cref="ProblemException">400, 403, 404.</exception>
    public Task<StoredConfiguration> GetAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.ReadQa);
        return FindAsync(id, cancellationToken);
    }

    /// <summary>Writes a package, a new one or in the place of another.</summary>
    /// <exception cref="ProblemException">400 with every violation, 403, 412.</exception>
    public Task<StoredConfiguration> PutAsync(Caller caller, string id, JsonElement body, Precondition precondition, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.WriteQa);
        Check(id);
        var violations = new Violations();
        var package = QaPackage.Parse(body, settings, violations);
        violations.ThrowIfAny();
        return _stored.PutAsync(id, package!.ToJson(), precondition, cancellationToken);
    }

    /// <summary>Deletes a package. Runs that were started from it go on: each has its own copy.</summary>
    /// <exception cref="ProblemException">400, 403, 404, 412.</exception>
    public Task DeleteAsync(Caller caller, string id, Precondition precondition, CancellationToken cancellationToken)
    {
        caller.Require(Scopes.WriteQa);
        Check(id);
        return _stored.DeleteAsync(id, precondition, cancellationToken);
    }

    /// <summary>Reads a package for whoever runs it.</summary>
    internal Task<StoredConfiguration> FindAsync(string id, CancellationToken cancellationToken)
    {
        Check(id);
        return _stored.GetAsync(id, cancellationToken);
    }

    /// <exception cref="ProblemException">400.</exception>
    internal static void Check(string id)
    {
        if (JobIds.IsClientId(id)) return;
        var violations = new Violations();
        violations.Add("path.id", JobIds.ClientIdRule);
        throw violations.ToProblem().ToException();
    }
}
