using Amazon.Lambda.Core;

namespace Hoth.Functions.Catalog;

/// <summary>A function together with the object that runs it. Hosts cast it to <see cref="BoundFunction{TInput, TOutput}"/> by <see cref="FunctionDefinition.Shape"/>.</summary>
public abstract class BoundFunction(FunctionDefinition definition)
{
    /// <summary>What it is.</summary>
    public FunctionDefinition Definition { get; } = definition;

    /// <summary>Invokes it with an event as JSON and returns its answer as JSON.</summary>
    public abstract Task<Stream> InvokeAsync(Stream input, ILambdaContext context, ILambdaSerializer serializer);
}

/// <summary>A function that can be called with its event in memory.</summary>
/// <typeparam name="TInput">The event.</typeparam>
/// <typeparam name="TOutput">The answer.</typeparam>
public sealed class BoundFunction<TInput, TOutput>(FunctionDefinition definition, Func<TInput, ILambdaContext, Task<TOutput>> handler)
    : BoundFunction(definition)
{
    /// <summary>Calls the method itself.</summary>
    public Task<TOutput> InvokeAsync(TInput input, ILambdaContext context) => handler(input, context);

    /// <inheritdoc />
    public override async Task<Stream> InvokeAsync(Stream input, ILambdaContext context, ILambdaSerializer serializer)
    {
        var output = new MemoryStream();
        serializer.Serialize(await handler(serializer.Deserialize<TInput>(input), context), output);
        output.Position = 0;
        return output;
    }
}
