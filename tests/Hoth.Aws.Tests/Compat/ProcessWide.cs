namespace Hoth.Aws.Tests.Compat;

/// <summary>Tests that change the environment or the console of the process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "Process-wide";
}
