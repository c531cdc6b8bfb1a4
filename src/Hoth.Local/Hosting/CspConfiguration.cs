using Hoth.CloudProviders;
using Hoth.Costs;
using Hoth.HttpJobs.Definitions;
using Hoth.Local.CommandLine;
using Hoth.MockCsp;
using Hoth.Ports;

namespace Hoth.Local.Hosting;

/// <summary>Which CSPs and HTTP jobs there are and how to log in: those of the files, and the mock ones under names that the files do not have.</summary>
internal sealed class CspConfiguration(LocalHostSetup setup)
{
    private readonly CspDirectory? _file = setup.Options.CspsFile is { } path ? Load(path) : null;
    private readonly HttpJobDefinitions _folder = HttpJobsFolder(setup.Options) is { } path ? LoadHttpJobs(path) : HttpJobDefinitions.Empty;
    private readonly Dictionary<string, string> _secrets = setup.Options.SecretsFile is { } path ? LocalSecrets.ReadFile(path) : [];

    /// <summary>The directory.</summary>
    public CspDirectory DirectoryWith(MockCspServer? mock)
    {
        if (mock is null) return _file ?? throw new InvalidOperationException("Neither a directory file nor mock CSPs.");
        var directory = MockCsps.DirectoryOf(mock, setup.Mock.Csps);
        return _file is null ? directory : new CspDirectory([.. All(_file), .. All(directory).Where(csp => _file.Find(csp.Name) is null)]);
    }

    /// <summary>The definitions of HTTP jobs.</summary>
    /// <exception cref="StartException">A CSP of the directory's file needs one that is not there, or another one.</exception>
    public HttpJobDefinitions HttpJobsWith(MockCspServer? mock)
    {
        var mocked = mock is null ? [] : MockCsps.HttpJobsOf(mock, setup.Mock.Csps);
        var definitions = new HttpJobDefinitions([.. _folder.All, .. mocked.Where(job => _folder.Find(job.Name) is null)]);
        try
        {
            AsyncCosts.Check(DirectoryWith(mock), definitions);
            return definitions;
        }
        catch (CspDirectoryException e)
        {
            throw Wrong(setup.Options.CspsFile ?? "of the mock CSPs", e);
        }
    }

    /// <summary>The credentials.</summary>
    public ISecrets SecretsWith(MockCspServer? mock)
    {
        var known = mock is null ? [] : MockCsps.SecretsOf(setup.Mock.Csps).Concat(MockCsps.QaSecretsOf(mock, setup.Mock.Csps)).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, secret) in _secrets) known[name] = secret;
        return new LocalSecrets(known, setup.Environment);
    }

    private static IEnumerable<CspSettings> All(CspDirectory directory) => directory.Names.Select(name => directory.Find(name)!);

    private static string? HttpJobsFolder(LocalOptions options)
    {
        if (options.HttpJobsDirectory is { } named) return named;
        var beside = options.CspsFile is { } file ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "http-jobs") : null;
        return Directory.Exists(beside) ? beside : null;
    }

    private static CspDirectory Load(string path)
    {
        try
        {
            return CspDirectory.Load(path);
        }
        catch (CspDirectoryException e)
        {
            throw Wrong(path, e);
        }
    }

    private static HttpJobDefinitions LoadHttpJobs(string path)
    {
        try
        {
            return HttpJobDefinitions.Load(path);
        }
        catch (HttpJobDefinitionException e)
        {
            throw new StartException([.. e.Violations.Select(violation => $"The HTTP jobs {path}: {violation}")], e);
        }
    }

    private static StartException Wrong(string path, CspDirectoryException e) => new([.. e.Violations.Select(violation => $"The CSP directory {path}: {violation}")], e);
}
