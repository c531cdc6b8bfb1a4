namespace Hoth.Functions.Catalog;

/// <summary>The function is invoked, with Step Functions' own event, for each execution that failed, timed out or was aborted.</summary>
/// <param name="workflow">A name of <see cref="Ports.Workflows"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FailedExecutionsAttribute(string workflow) : Attribute
{
    /// <summary>A name of <see cref="Ports.Workflows"/>.</summary>
    public string Workflow { get; } = workflow;
}
