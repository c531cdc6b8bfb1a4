namespace Hoth.Functions.Catalog;

/// <summary>Says what a function may touch: the infrastructure grants this and nothing else. A queue that is its event source needs no mention.</summary>
/// <param name="resource">A queue of <see cref="Ports.Queues"/> or a name of <see cref="Resources"/>.</param>
/// <param name="access">What it does there.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class UsesAttribute(string resource, Access access) : Attribute
{
    /// <summary>A queue of <see cref="Ports.Queues"/> or a name of <see cref="Resources"/>.</summary>
    public string Resource { get; } = resource;

    /// <summary>What the function does there.</summary>
    public Access Access { get; } = access;
}
