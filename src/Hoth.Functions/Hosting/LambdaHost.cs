using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Hoth.Functions.Catalog;
using Hoth.Functions.Composition;
using Hoth.Functions.Metrics;
using Microsoft.Extensions.Logging;

namespace Hoth.Functions.Hosting;

/// <summary>Runs one function of the catalog in Lambda.</summary>
public static class LambdaHost
{
    /// <summary>The environment variable that names the function.</summary>
    public const string FunctionVariable = "HOTH_FUNCTION";

    /// <summary>Runs until the environment is taken down.</summary>
    /// <param name="find">The function of a name.</param>
    /// <param name="functionName">The value of <see cref="FunctionVariable"/>.</param>
    /// <param name="createPorts">Makes the ports; called once, before the first invocation.</param>
    /// <param name="cancellationToken">Ends the loop.</param>
    /// <returns>The exit code: 0 when told to stop, 1 when the function cannot start or the Runtime API fails.</returns>
    public static async Task<int> RunAsync(Func<string, FunctionDefinition> find, string? functionName, Func<HostPorts> createPorts, CancellationToken cancellationToken = default)
    {
        var serializer = new SourceGeneratorLambdaJsonSerializer<LambdaEventsJson>();
        BoundFunction? function = null;
        EmbeddedMetrics? metrics = null;

        using var bootstrap = LambdaBootstrapBuilder
            .Create(async (Stream input, ILambdaContext context) =>
            {
                try
                {
                    return await function!.InvokeAsync(input, context, serializer);
                }
                finally
                {
                    // Before the answer: Lambda freezes the process behind it.
                    metrics!.Flush();
                }
            })
            // In here rather than before it, so that whatever goes wrong is posted to init/error and shows in the function's log.
            .UseBootstrapHandler(() =>
            {
                var definition = find(functionName ?? throw new InvalidOperationException($"{FunctionVariable} is not set."));
                var ports = createPorts();
                function = definition.Bind(new HothComposition(ports));
                metrics = new EmbeddedMetrics(ports.Metrics, Console.OpenStandardOutput(), ports.Time);
                Log.FunctionReady(ports.LoggerFactory.CreateLogger(typeof(LambdaHost)), definition.Name);
                return Task.FromResult(true);
            })
            .Build();

        try
        {
            await bootstrap.RunAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"{e.GetType().FullName}: {e.Message}");
            return 1;
        }
    }
}
