using Amazon.Lambda.Core;
using Hoth.Functions.Catalog;
using Hoth.Ports;
using Microsoft.Extensions.Logging;

namespace Hoth.Local.Invocation;

/// <summary>Calls functions in this process under the rules of the Lambda service: a context, and an end to waiting at the timeout.</summary>
/// <remarks>Lambda kills a function that runs too long. Here it goes on by itself, but nobody waits for it and its answer counts no more.</remarks>
internal sealed class Invoker(IIds ids, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ILambdaLogger _lambdaLogger = new LambdaLoggerAdapter(loggers.CreateLogger("Hoth.Function"));
    private int _underWay;

    /// <summary>How many callers wait for an answer.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Calls a function and waits for its answer.</summary>
    /// <exception cref="TimeoutException">It was not done in time.</exception>
    public async Task<TOutput> InvokeAsync<TInput, TOutput>(BoundFunction<TInput, TOutput> function, TInput input, string? requestId = null)
    {
        var definition = function.Definition;
        Interlocked.Increment(ref _underWay);
        try
        {
            var running = function.InvokeAsync(input, new LocalContext(definition, requestId ?? ids.NewId(), _lambdaLogger, time));
            return running.IsCompleted ? await running : await running.WaitAsync(definition.Timeout, time);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>Functions log through their own loggers; this is for what they might say to Lambda.</summary>
    private sealed class LambdaLoggerAdapter(ILogger logger) : ILambdaLogger
    {
        public void Log(string message) => Local.Log.FunctionSays(logger, message);

        public void LogLine(string message) => Local.Log.FunctionSays(logger, message);

        public void Log(string level, string message, params object[] args) => Local.Log.FunctionSays(logger, message);
    }
}
