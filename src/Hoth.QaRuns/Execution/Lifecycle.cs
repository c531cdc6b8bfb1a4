using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Execution;

/// <summary>The scenario of an operation that takes several requests: create and read back; change and read back; delete and miss; follow a job to its end.</summary>
internal sealed class Lifecycle(ScenarioRun run, CaseWriter writer)
{
    private const string Own = "own ";

    /// <summary>Whether an operation has such a scenario.</summary>
    public static bool IsOf(ApiOperation operation, ApiMap map, RunOptions options) =>
        options.AllowWrites && !operation.IsSafe && (map.MadeBy(operation) is not null || ItemOf(operation) is not null || operation.Responses.ContainsKey("202"));

    public async Task RunAsync(ApiOperation operation, CancellationToken cancellationToken)
    {
        var finder = new ResourceFinder(run, writer, $"{operation.Id} lifecycle");
        if (run.Map.MadeBy(operation) is { } item && run.Map.ParameterOf(item) is { } made) await finder.MakeAsync(made, Own + item, cancellationToken);
        else if (ItemOf(operation) is { } parameter && await finder.MakeAsync(parameter, Own + parameter.Item, cancellationToken)) await ChangeAsync(operation, parameter, finder, cancellationToken);
        else await finder.SendAsync(operation, writer.Write(operation, Shape.Everything, $"{operation.Id} lifecycle"), "id", cancellationToken);
    }

    private async Task ChangeAsync(ApiOperation operation, PathParameter parameter, ResourceFinder finder, CancellationToken cancellationToken)
    {
        var variable = Own + parameter.Item;
        var request = writer.Write(operation, Shape.Everything, $"{operation.Id} lifecycle").Renamed(parameter.Item, variable);
        if (await finder.SendAsync(operation, request, parameter.Name, cancellationToken) is null) return;
        if (operation.Method == "DELETE") await finder.Reader.ExpectGoneAsync(operation, parameter, variable, cancellationToken);
        else await finder.Reader.CompareAsync(operation, parameter, variable, request.Json, cancellationToken);
    }

    /// <summary>The item that an operation replaces, changes or deletes; null: it does something else.</summary>
    private static PathParameter? ItemOf(ApiOperation operation) =>
        operation.Method is "PUT" or "PATCH" or "DELETE" && ResourcePath.ParametersOf(operation).LastOrDefault() is { IsLast: true } last ? last : null;
}
