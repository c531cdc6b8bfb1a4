using Hoth.Functions.Catalog;

namespace Hoth.Infra;

/// <summary>What follows from a declaration for its deployment.</summary>
internal static class CatalogReading
{
    /// <summary>Invoked without anybody waiting for the answer: what fails is kept on a queue.</summary>
    public static bool IsInvokedByEvents(this FunctionDefinition function) => function.Schedule is not null || function.FailedExecutionsOf is not null;

    /// <summary>A route whose callers sign their requests.</summary>
    public static bool IsSigned(this FunctionDefinition function) => function.Route is not null && function.Authorizer is null;

    /// <summary>A signed route that starts nothing: it reads, drains or acknowledges.</summary>
    public static bool IsDraining(this FunctionDefinition function) =>
        function.IsSigned() && (function.Route!.Method == "GET" || function.Uses.Any(u => u.Access.HasFlag(Access.Receive)));
}
