using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Local.StateMachines;
using Hoth.Local.StateMachines.Executions;

namespace Hoth.Local.Tests.StateMachines.Emulators;

/// <summary>aws-local-stepfunctions in a process of its own, whose tasks call functions in this one: asl-serve.mjs. One execution at a time.</summary>
public sealed class EmulatorSession : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private Process? _process;
    private Task<string>? _errors;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Runs a machine to its end. A task that throws <see cref="NoAnswerException"/> never answers: its timeout ends at once.</summary>
    internal async Task<(ExecutionStatus Status, string? Error, string? Cause)> RunAsync(string machine, string input, ITaskInvoker tasks)
    {
        using var limit = new CancellationTokenSource(Limit);
        await WriteAsync(new JsonObject { ["machine"] = JsonNode.Parse(machine), ["input"] = JsonNode.Parse(input) });
        while (true)
        {
            var said = await ReadAsync(limit.Token);
            if (said["end"] is JsonObject end)
            {
                var status = end["status"]!.GetValue<string>() switch
                {
                    "SUCCEEDED" => ExecutionStatus.Succeeded,
                    "TIMED_OUT" => ExecutionStatus.TimedOut,
                    _ => ExecutionStatus.Failed,
                };
                return (status, end["error"]?.GetValue<string>(), end["cause"]?.GetValue<string>());
            }

            await WriteAsync(await AnswerAsync(tasks, said["call"]!.GetValue<string>(), JsonSerializer.SerializeToElement(said["payload"]), limit.Token));
        }
    }

    public async Task DisposeAsync()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0, await _errors!);
    }

    public void Dispose() => _process?.Dispose();

    private static async Task<JsonObject> AnswerAsync(ITaskInvoker tasks, string function, JsonElement payload, CancellationToken cancellationToken)
    {
        try
        {
            var result = await tasks.InvokeAsync(function, payload, Limit, cancellationToken);
            return new JsonObject { ["result"] = JsonNode.Parse(result.GetRawText()) };
        }
        catch (NoAnswerException)
        {
            return new JsonObject { ["hang"] = true };
        }
        catch (TaskFailedException e)
        {
            return new JsonObject { ["error"] = e.ErrorType, ["message"] = e.Message };
        }
    }

    private async Task WriteAsync(JsonObject line)
    {
        _process ??= StepFunctionsEmulator.Start("asl-serve.mjs");
        _errors ??= _process.StandardError.ReadToEndAsync();
        await _process.StandardInput.WriteLineAsync(line.ToJsonString());
        await _process.StandardInput.FlushAsync();
    }

    private async Task<JsonObject> ReadAsync(CancellationToken cancellationToken) =>
        await _process!.StandardOutput.ReadLineAsync(cancellationToken) is { } line
            ? JsonNode.Parse(line)!.AsObject()
            : throw new InvalidOperationException($"The emulator has ended: {await _errors!}");
}

/// <summary>A function that does not answer, for whoever plays the time that passes then.</summary>
internal sealed class NoAnswerException : Exception;
