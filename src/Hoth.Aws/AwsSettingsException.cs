namespace Hoth.Aws;

/// <summary>The environment is not what <see cref="AwsSettings"/> needs.</summary>
/// <param name="violations">One sentence each.</param>
public sealed class AwsSettingsException(IReadOnlyList<string> violations) : Exception(string.Join(" ", violations))
{
    /// <summary>Everything that is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Violations { get; } = violations;
}
