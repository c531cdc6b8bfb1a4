using System.Reflection;
using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.Annotations.Schedule;
using Amazon.Lambda.Annotations.SQS;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Hoth.Functions.Composition;
using Hoth.Functions.Http;
using Hoth.Ports;

namespace Hoth.Functions.Catalog;

/// <summary>One function as its method's attributes declare it. The Lambda program, the local host and the infrastructure all read this.</summary>
public sealed class FunctionDefinition
{
    private readonly Func<HothComposition, object> _createTarget;

    /// <summary>Reads the attributes of a method.</summary>
    /// <exception cref="InvalidOperationException">The declaration is not one that every host can run; the message names every mistake.</exception>
    internal FunctionDefinition(MethodInfo method, LambdaFunctionAttribute function, Func<HothComposition, object> createTarget)
    {
        _createTarget = createTarget;
        Name = method.Name;
        Method = method;
        Function = function;
        Uses = [.. method.GetCustomAttributes<UsesAttribute>()];

        var mistakes = new List<string>();
        Shape = ShapeOf(method, mistakes);
        Route = FunctionRoute.From(method.GetCustomAttribute<RestApiAttribute>(), mistakes);
        Queue = FunctionQueue.From([.. method.GetCustomAttributes<SQSEventAttribute>()], mistakes);
        Schedule = FunctionSchedule.From(method.GetCustomAttribute<ScheduleEventAttribute>(), mistakes);
        Authorizer = method.GetCustomAttribute<RestApiAttribute>()?.Authorizer;
        FailedExecutionsOf = method.GetCustomAttribute<FailedExecutionsAttribute>()?.Workflow;
        Validate(mistakes);
        if (mistakes.Count > 0) throw new InvalidOperationException($"Function {DeclaringType.Name}.{Name}: {string.Join("; ", mistakes)}.");
    }

    /// <summary>Unique over the whole catalog; the value of HOTH_FUNCTION.</summary>
    public string Name { get; }

    /// <summary>The class that declares it.</summary>
    public Type DeclaringType => Method.DeclaringType!;

    /// <summary>The handler.</summary>
    public MethodInfo Method { get; }

    /// <summary>Memory in MB and timeout in seconds, both always set.</summary>
    public LambdaFunctionAttribute Function { get; }

    /// <summary>How long one invocation may take.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(Function.Timeout);

    /// <summary>Which of the closed list of signatures the handler has.</summary>
    public HandlerShape Shape { get; }

    /// <summary>Its route; set for <see cref="HandlerShape.Http"/> only, and always there.</summary>
    public FunctionRoute? Route { get; }

    /// <summary>The queue that invokes it; set for <see cref="HandlerShape.Queue"/> only, and always there.</summary>
    public FunctionQueue? Queue { get; }

    /// <summary>The clock that invokes it; may be set for <see cref="HandlerShape.Task"/>.</summary>
    public FunctionSchedule? Schedule { get; }

    /// <summary>The function that decides who may call <see cref="Route"/>; null: AWS does, by the caller's signature (SigV4).</summary>
    public string? Authorizer { get; }

    /// <summary>The state machine whose failed, timed out and aborted executions invoke it; may be set for <see cref="HandlerShape.Task"/>.</summary>
    public string? FailedExecutionsOf { get; }

    /// <summary>What it may touch, besides receiving from <see cref="Queue"/>.</summary>
    public IReadOnlyList<UsesAttribute> Uses { get; }

    /// <summary>Creates the declaring class from a host's composition and binds the handler to it.</summary>
    public BoundFunction Bind(HothComposition composition) => Bind(_createTarget(composition));

    /// <summary>Binds the handler to an object.</summary>
    /// <param name="target">An instance of <see cref="DeclaringType"/>.</param>
    public BoundFunction Bind(object target) => Shape switch
    {
        // Each case names its types, so that trimming and ahead-of-time compilation see them.
        HandlerShape.Http => Bind<APIGatewayProxyRequest, APIGatewayProxyResponse>(target),
        HandlerShape.Queue => Bind<SQSEvent, SQSBatchResponse>(target),
        HandlerShape.Authorizer => Bind<AuthorizerRequest, APIGatewayCustomAuthorizerResponse>(target),
        HandlerShape.Task => Bind<JsonElement, JsonElement>(target),
        _ => throw new InvalidOperationException($"No host can run shape {Shape}."),
    };

    private BoundFunction<TInput, TOutput> Bind<TInput, TOutput>(object target) =>
        new(this, Method.CreateDelegate<Func<TInput, ILambdaContext, Task<TOutput>>>(target));

    private static HandlerShape ShapeOf(MethodInfo method, List<string> mistakes)
    {
        var parameters = method.GetParameters();
        if (!method.IsStatic && parameters.Length == 2 && parameters[1].ParameterType == typeof(ILambdaContext))
        {
            var (input, output) = (parameters[0].ParameterType, method.ReturnType);
            if (input == typeof(APIGatewayProxyRequest) && output == typeof(Task<APIGatewayProxyResponse>)) return HandlerShape.Http;
            if (input == typeof(SQSEvent) && output == typeof(Task<SQSBatchResponse>)) return HandlerShape.Queue;
            if (input == typeof(AuthorizerRequest) && output == typeof(Task<APIGatewayCustomAuthorizerResponse>)) return HandlerShape.Authorizer;
            if (input == typeof(JsonElement) && output == typeof(Task<JsonElement>)) return HandlerShape.Task;
        }

        mistakes.Add("its signature is not one of HandlerShape's");
        return (HandlerShape)(-1);
    }

    private void Validate(List<string> mistakes)
    {
        if (Function.MemorySize is < 128 or > 10240) mistakes.Add("its MemorySize is not 128 to 10240 MB");
        if (Function.Timeout is < 1 or > 900) mistakes.Add("its Timeout is not 1 to 900 s");
        if (Shape == HandlerShape.Http && Function.Timeout > 29) mistakes.Add("its Timeout is over the 29 s that API Gateway waits");
        if (Shape == HandlerShape.Http != Route is not null) mistakes.Add("a route and the HTTP signature go together");
        if (Shape == HandlerShape.Queue != Queue is not null) mistakes.Add("a queue and the queue signature go together");
        if (Schedule is not null && Shape != HandlerShape.Task) mistakes.Add("a schedule needs the task signature");
        if (FailedExecutionsOf is not null && Shape != HandlerShape.Task) mistakes.Add("failed executions need the task signature");
        if (FailedExecutionsOf is not null && !Workflows.All.Contains(FailedExecutionsOf)) mistakes.Add($"'{FailedExecutionsOf}' is not a name of Workflows");
        foreach (var use in Uses)
        {
            if (!Resources.All.Contains(use.Resource)) mistakes.Add($"it uses '{use.Resource}', which is neither a queue nor a name of Resources");
            if (use.Access == Access.None) mistakes.Add($"it uses '{use.Resource}' for nothing");
        }
    }
}
