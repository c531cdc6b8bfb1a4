using System.Reflection;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.Annotations.Schedule;
using Amazon.Lambda.Annotations.SQS;
using Hoth.Ports;

namespace Hoth.Functions.Catalog;

/// <summary>What the attributes of a function's method say. Hosts that run many functions and the infrastructure need it; the Lambda program runs one and does not.</summary>
internal sealed record FunctionDeclaration
{
    public required LambdaFunctionAttribute Function { get; init; }

    public required FunctionRoute? Route { get; init; }

    public required FunctionQueue? Queue { get; init; }

    public required FunctionSchedule? Schedule { get; init; }

    public required string? Authorizer { get; init; }

    public required string? FailedExecutionsOf { get; init; }

    public required IReadOnlyList<UsesAttribute> Uses { get; init; }

    /// <summary>Reads the attributes of a method.</summary>
    /// <exception cref="InvalidOperationException">The declaration is not one that every host can run; the message names every mistake.</exception>
    public static FunctionDeclaration Read(FunctionDefinition definition)
    {
        var method = definition.Method;
        var mistakes = new List<string>();
        var api = method.GetCustomAttribute<RestApiAttribute>();
        if (!definition.HasHandler) mistakes.Add("its signature is not one of HandlerShape's");
        var declaration = new FunctionDeclaration
        {
            Function = method.GetCustomAttribute<LambdaFunctionAttribute>() ?? throw new InvalidOperationException($"{definition.DeclaringType.Name}.{definition.Name} is not declared as a function."),
            Route = FunctionRoute.From(api, mistakes),
            Queue = FunctionQueue.From([.. method.GetCustomAttributes<SQSEventAttribute>()], mistakes),
            Schedule = FunctionSchedule.From(method.GetCustomAttribute<ScheduleEventAttribute>(), mistakes),
            Authorizer = api?.Authorizer,
            FailedExecutionsOf = method.GetCustomAttribute<FailedExecutionsAttribute>()?.Workflow,
            Uses = [.. method.GetCustomAttributes<UsesAttribute>()],
        };
        declaration.Validate(definition.Shape, mistakes);
        return mistakes.Count == 0 ? declaration : throw new InvalidOperationException($"Function {definition.DeclaringType.Name}.{definition.Name}: {string.Join("; ", mistakes)}.");
    }

    private void Validate(HandlerShape shape, List<string> mistakes)
    {
        if (Function.MemorySize is < 128 or > 10240) mistakes.Add("its MemorySize is not 128 to 10240 MB");
        if (Function.Timeout is < 1 or > 900) mistakes.Add("its Timeout is not 1 to 900 s");
        if (shape == HandlerShape.Http && Function.Timeout > 29) mistakes.Add("its Timeout is over the 29 s that API Gateway waits");
        if (shape == HandlerShape.Http != Route is not null) mistakes.Add("a route and the HTTP signature go together");
        if (shape == HandlerShape.Queue != Queue is not null) mistakes.Add("a queue and the queue signature go together");
        if (Schedule is not null && shape != HandlerShape.Task) mistakes.Add("a schedule needs the task signature");
        if (FailedExecutionsOf is not null && shape != HandlerShape.Task) mistakes.Add("failed executions need the task signature");
        if (FailedExecutionsOf is not null && !Workflows.All.Contains(FailedExecutionsOf)) mistakes.Add($"'{FailedExecutionsOf}' is not a name of Workflows");
        foreach (var use in Uses)
        {
            if (!Resources.All.Contains(use.Resource)) mistakes.Add($"it uses '{use.Resource}', which is neither a queue nor a name of Resources");
            if (use.Access == Access.None) mistakes.Add($"it uses '{use.Resource}' for nothing");
        }
    }
}
