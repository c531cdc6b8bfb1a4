using Hoth.CloudProviders;
using Hoth.MockCsp;
using Hoth.Ports;

namespace Hoth.Local.Hosting;

/// <summary>Which CSPs there are and how to log in to them: those of the files, and the mock ones under names that the file does not have.</summary>
internal sealed class CspConfiguration(LocalHostSetup setup)
{
    private readonly CspDirectory? _file = setup.Options.CspsFile is { } path ? Load(path) : null;
    private readonly Dictionary<string, string> _secrets = setup.Options.SecretsFile is { } path ? LocalSecrets.ReadFile(path) : [];

    /// <summary>The directory.</summary>
    public CspDirectory DirectoryWith(MockCspServer? mock)
    {
        if (mock is null) return _file ?? throw new InvalidOperationException("Neither a directory file nor mock CSPs.");
        var directory = MockCsps.DirectoryOf(mock);
        return _file is null ? directory : new CspDirectory([.. All(_file), .. All(directory).Where(csp => _file.Find(csp.Name) is null)]);
    }

    /// <summary>The credentials.</summary>
    public ISecrets SecretsWith(MockCspServer? mock)
    {
        var known = mock is null ? [] : MockCsps.SecretsOf(setup.Mock.Csps);
        foreach (var (name, secret) in _secrets) known[name] = secret;
        return new LocalSecrets(known, setup.Environment);
    }

    private static IEnumerable<CspSettings> All(CspDirectory directory) => directory.Names.Select(name => directory.Find(name)!);

    private static CspDirectory Load(string path)
    {
        try
        {
            return CspDirectory.Load(path);
        }
        catch (CspDirectoryException e)
        {
            throw new StartException([.. e.Violations.Select(violation => $"The CSP directory {path}: {violation}")], e);
        }
    }
}
