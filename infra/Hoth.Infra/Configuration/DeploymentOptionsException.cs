namespace Hoth.Infra.Configuration;

/// <summary>The context is not what <see cref="DeploymentOptions"/> allows.</summary>
/// <param name="violations">One sentence each.</param>
public sealed class DeploymentOptionsException(IReadOnlyList<string> violations) : Exception(string.Join(" ", violations))
{
    /// <summary>Everything that is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Violations { get; } = violations;
}
