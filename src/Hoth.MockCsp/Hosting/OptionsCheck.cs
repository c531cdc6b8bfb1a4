using Hoth.MockCsp.Behaviours;
using Hoth.MockCsp.Tokens;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Hosting;

/// <summary>Finds everything that is wrong with options and scripts at once.</summary>
internal static class OptionsCheck
{
    public static void ThrowIfInvalid(MockCspOptions options)
    {
        Violations violations = new();
        if (options.Url.Scheme != Uri.UriSchemeHttp || (options.Url.HostNameType == UriHostNameType.Dns && options.Url.Host != "localhost"))
        {
            violations.Add("url", "must be http with an IP address or localhost");
        }

        if (options.MaxRecordedRequests < 1)
        {
            violations.Add("maxRecordedRequests", "must be at least 1");
        }

        foreach (var (name, behaviour) in options.Csps)
        {
            Check(name, behaviour, violations);
        }

        Throw(violations);
    }

    public static void ThrowIfInvalid(string name, CspBehaviour behaviour)
    {
        Violations violations = new();
        Check(name, behaviour, violations);
        Throw(violations);
    }

    private static void Check(string name, CspBehaviour behaviour, Violations violations)
    {
        Require(Patterns.CspName.IsMatch(name), name, "a CSP's name is 1 to 63 of a-z, 0-9 and -, not starting with -");
        Require(behaviour.Latency >= TimeSpan.Zero, $"{name}.latency", "must not be negative");
        Require(behaviour.TokenLifetime > TimeSpan.Zero, $"{name}.tokenLifetime", "must be more than zero");
        Require(!behaviour.Scopes.Except(Scopes.All).Any(), $"{name}.scopes", $"must be of {string.Join(", ", Scopes.All)}");
        foreach (var (i, fault) in behaviour.Faults.Index())
        {
            var at = $"{name}.faults[{i}]";
            Require(fault.Status is 0 or (>= 200 and <= 599), $"{at}.status", "must be 200 to 599");
            Require(fault.Times is null or > 0, $"{at}.times", "must be more than zero");
            Require(fault.Bytes > 0, $"{at}.bytes", "must be more than zero");
            Require(fault.Duration >= TimeSpan.Zero, $"{at}.duration", "must not be negative");
            RequireOperations(fault.Operations, $"{at}.operations");
        }

        if (behaviour.Async is { } script)
        {
            Require(script.Polls >= 0, $"{name}.async.polls", "must not be negative");
            Require(script.FinalStatus is "SUCCESS" or "FAILURE", $"{name}.async.finalStatus", "must be SUCCESS or FAILURE");
            RequireOperations(script.Operations, $"{name}.async.operations");
            Require(script.Operations.All(id => Operations.Api.Any(operation => operation.Id == id && operation.Writes)), $"{name}.async.operations", "must be writes");
        }

        if (behaviour.CostExports is { } export)
        {
            Require(export.Polls >= 0, $"{name}.costExports.polls", "must not be negative");
            Require(export.FinalStatus is "COMPLETED" or "NO_DATA" or "FAILED", $"{name}.costExports.finalStatus", "must be COMPLETED, NO_DATA or FAILED");
            Require(export.RetryAfter is null or >= 0, $"{name}.costExports.retryAfter", "must not be negative");
            Require(export.Files >= 0, $"{name}.costExports.files", "must not be negative");
            Require(export.NoteBytes is >= 0 and <= 32 * 1024 * 1024, $"{name}.costExports.noteBytes", "must be 0 to 33554432");
        }

        void RequireOperations(IReadOnlyList<string> ids, string path) =>
            Require(ids.All(id => Operations.All.Any(operation => operation.Id == id)), path, $"must be of {string.Join(", ", Operations.All.Select(operation => operation.Id))}");

        void Require(bool holds, string path, string rule)
        {
            if (!holds)
            {
                violations.Add(path, rule);
            }
        }
    }

    private static void Throw(Violations violations)
    {
        if (violations.Any)
        {
            throw new ArgumentException(string.Join("; ", violations.All.Select(violation => $"{violation.Path}: {violation.Message}")));
        }
    }
}
