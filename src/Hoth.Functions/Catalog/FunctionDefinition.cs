using System.Reflection;
using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Hoth.Functions.Composition;
using Hoth.Functions.Http;

namespace Hoth.Functions.Catalog;

/// <summary>One function as its method's attributes declare it. The Lambda program, the local host and the infrastructure all read this.</summary>
public sealed class FunctionDefinition
{
    private const HandlerShape NoShape = (HandlerShape)(-1);
    private readonly Func<HothComposition, object> _createTarget;
    private FunctionDeclaration? _declaration;

    /// <summary>Reads the method's signature only: attributes are read when they are asked for, because reading any costs a cold start 10 ms.</summary>
    internal FunctionDefinition(MethodInfo method, Func<HothComposition, object> createTarget)
    {
        _createTarget = createTarget;
        Name = method.Name;
        Method = method;
        Shape = ShapeOf(method);
    }

    /// <summary>Unique over the whole catalog; the value of HOTH_FUNCTION.</summary>
    public string Name { get; }

    /// <summary>The class that declares it.</summary>
    public Type DeclaringType => Method.DeclaringType!;

    /// <summary>The handler.</summary>
    public MethodInfo Method { get; }

    /// <summary>Memory in MB and timeout in seconds, both always set.</summary>
    public LambdaFunctionAttribute Function => Declaration.Function;

    /// <summary>How long one invocation may take.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(Function.Timeout);

    /// <summary>Which of the closed list of signatures the handler has.</summary>
    public HandlerShape Shape { get; }

    /// <summary>Whether its signature is in that list.</summary>
    internal bool HasHandler => Shape != NoShape;

    /// <summary>Its route; set for <see cref="HandlerShape.Http"/> only, and always there.</summary>
    public FunctionRoute? Route => Declaration.Route;

    /// <summary>The queue that invokes it; set for <see cref="HandlerShape.Queue"/> only, and always there.</summary>
    public FunctionQueue? Queue => Declaration.Queue;

    /// <summary>The clock that invokes it; may be set for <see cref="HandlerShape.Task"/>.</summary>
    public FunctionSchedule? Schedule => Declaration.Schedule;

    /// <summary>The function that decides who may call <see cref="Route"/>; null: AWS does, by the caller's signature (SigV4).</summary>
    public string? Authorizer => Declaration.Authorizer;

    /// <summary>The state machine whose failed, timed out and aborted executions invoke it; may be set for <see cref="HandlerShape.Task"/>.</summary>
    public string? FailedExecutionsOf => Declaration.FailedExecutionsOf;

    /// <summary>What it may touch, besides receiving from <see cref="Queue"/>.</summary>
    public IReadOnlyList<UsesAttribute> Uses => Declaration.Uses;

    private FunctionDeclaration Declaration => _declaration ??= FunctionDeclaration.Read(this);

    /// <summary>Reads what it declares, now.</summary>
    /// <exception cref="InvalidOperationException">The declaration is not one that every host can run; the message names every mistake.</exception>
    internal FunctionDefinition Checked()
    {
        _ = Declaration;
        return this;
    }

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

    private static HandlerShape ShapeOf(MethodInfo method)
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

        return NoShape;
    }
}
