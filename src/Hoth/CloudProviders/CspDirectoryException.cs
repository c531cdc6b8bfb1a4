namespace Hoth.CloudProviders;

/// <summary>The CSP directory cannot be used; the process must not start with it.</summary>
public sealed class CspDirectoryException(IReadOnlyList<string> violations, Exception? inner = null)
    : Exception($"The CSP directory is not valid:{Environment.NewLine}{string.Join(Environment.NewLine, violations)}", inner)
{
    /// <summary>One line for each violated rule, starting with its JSON path.</summary>
    public IReadOnlyList<string> Violations { get; } = violations;
}
