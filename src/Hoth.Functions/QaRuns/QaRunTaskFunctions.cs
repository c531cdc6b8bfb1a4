using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Hoth.Functions.Catalog;
using Hoth.Ports;
using Hoth.QaRuns.Runs;

namespace Hoth.Functions.QaRuns;

/// <summary>The tasks of a QA run's state machine (seed 003): plan → each operation → evaluate.</summary>
public sealed class QaRunTaskFunctions(PlanQaRun plan, RunQaOperation run, EvaluateQaRun evaluate)
{
    private const string Stopped = "The run's execution was stopped.";
    private const string Fault = "Not everything could be tested because of a fault in Hoth.";

    /// <summary>Reads the specification and says which operations there are to test.</summary>
    [LambdaFunction(MemorySize = 1024, Timeout = 60)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.EventFeeds, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    public async Task<JsonElement> PlanQaRun(JsonElement task, ILambdaContext context) =>
        JsonSerializer.SerializeToElement(await plan.ExecuteAsync(ReadTask(task), CancellationToken.None), QaTaskJson.Default.QaPlanned);

    /// <summary>Tests one operation; stops itself before Lambda does, and is then called again.</summary>
    [LambdaFunction(MemorySize = 1024, Timeout = 900)]
    [Uses(Resources.JobTable, Access.Read)]
    [Uses(Resources.EventFeeds, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    [Uses(Resources.QaSecrets, Access.Read)]
    public async Task<JsonElement> RunQaOperation(JsonElement task, ILambdaContext context)
    {
        var operation = task.Deserialize(QaTaskJson.Default.QaOperationTask) is { JobId.Length: > 0, InstanceId.Length: > 0 } read
            ? read
            : throw new JsonException("The task needs jobId, instanceId and operation.");
        return JsonSerializer.SerializeToElement(await run.ExecuteAsync(operation, context.RemainingTime, CancellationToken.None), QaTaskJson.Default.QaProgress);
    }

    /// <summary>Makes the verdict and ends the job; or ends it for the fault that the task names.</summary>
    [LambdaFunction(MemorySize = 1769, Timeout = 300)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.EventFeeds, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    public Task<JsonElement> EvaluateQaRun(JsonElement task, ILambdaContext context) =>
        EvaluateAsync(ReadTask(task), task.TryGetProperty("error", out _) ? Fault : null);

    /// <summary>
    /// Called for an execution that failed, timed out or was aborted, with the event that Step Functions raises
    /// (detail type "Step Functions Execution Status Change"): its job ends all the same.
    /// </summary>
    [LambdaFunction(MemorySize = 1769, Timeout = 300)]
    [FailedExecutions(Workflows.QaRun)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.EventFeeds, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    public Task<JsonElement> RecordFailedQaRun(JsonElement change, ILambdaContext context)
    {
        // The execution's input travels as text inside the event.
        var detail = change.GetProperty("detail");
        using var input = JsonDocument.Parse(detail.GetProperty("input").GetString()!);
        return EvaluateAsync(ReadTask(input.RootElement), detail.GetProperty("status").ValueEquals("ABORTED") ? Stopped : Fault);
    }

    private async Task<JsonElement> EvaluateAsync(QaTask task, string? fault)
    {
        await evaluate.ExecuteAsync(task, fault, CancellationToken.None);
        return JsonSerializer.SerializeToElement(new QaProgress(Done: true), QaTaskJson.Default.QaProgress);
    }

    private static QaTask ReadTask(JsonElement json) =>
        json.Deserialize(QaTaskJson.Default.QaTask) is { JobId.Length: > 0, InstanceId.Length: > 0 } task ? task : throw new JsonException("The task needs jobId and instanceId.");
}
