using System.Collections.Immutable;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Runs;

/// <summary>What a run is about: read once, and the same for every invocation.</summary>
/// <param name="Package">The package as it was when the run was asked for.</param>
/// <param name="Spec">The specification.</param>
public sealed record QaPlan(QaPackage Package, ApiSpec Spec)
{
    /// <summary>The operations to test, in the order of the specification; the others write, and the package does not allow that.</summary>
    public ImmutableArray<ApiOperation> Operations { get; } = [.. Spec.Operations.Where(operation => OperationRunner.MayCall(operation, Package.Options))];
}
