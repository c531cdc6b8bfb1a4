using Hoth.CloudProviders;
using Hoth.Costs;
using Hoth.HttpJobs.Definitions;
using Hoth.Packaging;

namespace Hoth.Infra;

/// <summary>What of <c>infra/config</c> the stack needs to know: names of secrets. Nothing is deployed that the functions would refuse.</summary>
internal sealed class DeployedConfiguration
{
    private DeployedConfiguration(CspDirectory csps, HttpJobDefinitions jobs)
    {
        CspSecrets = [.. csps.Names.Select(name => csps.Find(name)!.Secret).Distinct(StringComparer.Ordinal)];
        HttpJobSecrets = [.. jobs.All.SelectMany(job => job.Secrets).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The CSPs' own.</summary>
    public IReadOnlyList<string> CspSecrets { get; }

    /// <summary>Those that definitions of HTTP jobs name.</summary>
    public IReadOnlyList<string> HttpJobSecrets { get; }

    /// <summary>All of them, each once.</summary>
    public IEnumerable<string> Secrets => CspSecrets.Union(HttpJobSecrets, StringComparer.Ordinal);

    /// <summary>Reads and checks the files as the functions do.</summary>
    /// <exception cref="CspDirectoryException">The CSP directory is wrong, or names a definition that costs cannot use.</exception>
    /// <exception cref="HttpJobDefinitionException">A definition is wrong.</exception>
    public static DeployedConfiguration Load()
    {
        var folder = Checkout.PathOf("infra", "config", "http-jobs");
        var csps = CspDirectory.Load(Checkout.PathOf("infra", "config", "csps.json"));
        var jobs = Directory.Exists(folder) ? HttpJobDefinitions.Load(folder) : HttpJobDefinitions.Empty;
        AsyncCosts.Check(csps, jobs);
        return new DeployedConfiguration(csps, jobs);
    }
}
