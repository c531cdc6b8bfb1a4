using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Aws.Tests.Emulators;
using Hoth.Aws.Tests.RuntimeApi;

namespace Hoth.Aws.Tests.Published;

/// <summary>The published executable as one function, with the variables that it is given and no others, on a Runtime API of its own.</summary>
internal sealed class LambdaProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly RuntimeApiServer api;
    private readonly GuardedProcess process;

    private LambdaProcess(RuntimeApiServer api, GuardedProcess process) => (this.api, this.process) = (api, process);

    /// <summary>Starts it.</summary>
    /// <param name="executable">Of which package.</param>
    /// <param name="function">HOTH_FUNCTION; null: not set.</param>
    /// <param name="variables">All the others.</param>
    public static async Task<LambdaProcess> StartAsync(string executable, string? function, IReadOnlyDictionary<string, string> variables)
    {
        var api = await RuntimeApiServer.StartAsync();
        var all = new Dictionary<string, string>(variables) { ["AWS_LAMBDA_RUNTIME_API"] = api.HostAndPort, ["NO_PROXY"] = "127.0.0.1" };
        if (function is not null)
        {
            all["HOTH_FUNCTION"] = function;
            all["AWS_LAMBDA_FUNCTION_NAME"] = function;
        }

        return new(api, new GuardedProcess([executable], Path.GetTempPath(), all, lines: 10_000, cleanEnvironment: true));
    }

    /// <summary>The answer to an event. Fails when the function answers with an error or its process ends.</summary>
    public async Task<JsonElement> InvokeAsync(JsonNode payload)
    {
        var (response, error) = await TryInvokeAsync(payload);
        error.ShouldBeNull($"{error?.ErrorMessage}\n{process.Output}");
        return response;
    }

    /// <summary>The answer to an event, or the error that the function answers with. Fails when its process ends.</summary>
    public async Task<(JsonElement Response, RuntimeError? Error)> TryInvokeAsync(JsonNode payload)
    {
        var outcome = api.InvokeAsync(payload.ToJsonString());
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var ended = process.WaitForExitAsync(patience.Token);
        if (await Task.WhenAny(outcome, ended) == ended)
        {
            Assert.Fail(patience.IsCancellationRequested ? $"No answer within {Patience}: {process.Output}" : $"The process ended with {process.ExitCode}: {process.Output}");
        }

        var (_, _, response, error) = await outcome;
        return (response is null ? default : JsonSerializer.Deserialize<JsonElement>(response), error);
    }

    /// <summary>What it posted to init/error, its exit code, and all that it wrote.</summary>
    public async Task<FailedStart> FailToStartAsync()
    {
        var error = await api.InitError.WaitAsync(Patience, TimeProvider.System);
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        await process.WaitForExitAsync(patience.Token);
        return new FailedStart(error, process.ExitCode, process.Output, api.Polls);
    }

    /// <summary>Ends it; then all that it wrote.</summary>
    public string Stop()
    {
        process.Kill();
        return process.Output;
    }

    public async ValueTask DisposeAsync()
    {
        process.Dispose();
        await api.DisposeAsync();
    }
}

/// <summary>How a function did not start.</summary>
/// <param name="Error">What was posted to init/error.</param>
/// <param name="ExitCode">The process's.</param>
/// <param name="Output">All that it wrote.</param>
/// <param name="Polls">How often it asked for an invocation all the same.</param>
internal sealed record FailedStart(RuntimeError Error, int ExitCode, string Output, int Polls);
