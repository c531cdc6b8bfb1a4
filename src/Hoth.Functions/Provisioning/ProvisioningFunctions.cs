using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.Annotations.SQS;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Hoth.AsyncJobs;
using Hoth.Functions.Catalog;
using Hoth.Functions.Http;
using Hoth.Functions.Jobs;
using Hoth.Functions.Sqs;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Provisioning;

namespace Hoth.Functions.Provisioning;

/// <summary>Provisioning jobs (seed 004): POST → state machine → CSP → result queue, or watch queue until the CSP is done → GET.</summary>
public sealed class ProvisioningFunctions(
    HttpEdge edge, StartProvisioningJobs start, InvokeCspApi invoke, EnqueueResults enqueue, WatchJobs watch, ResultRoutes results)
{
    /// <summary>Route of the collection.</summary>
    public const string Jobs = "/provisioning-jobs";

    /// <summary>Route of one job.</summary>
    public const string Job = Jobs + "/{jobId}";

    /// <summary>Route of acknowledgements.</summary>
    public const string Acks = Jobs + "/acks";

    /// <summary>201 with the request echoed; the result is drained later.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Post, Jobs)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Write)]
    [Uses(Workflows.Provisioning, Access.Start)]
    public Task<APIGatewayProxyResponse> StartProvisioningJobs(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var started = await start.ExecuteAsync(api.Body, new RequestContext(api.CorrelationId, api.TraceParent), cancellationToken);
            var response = ApiResponse.Json(201, started.RequestJson)
                .With("Location", api.Urls.Of(Job, started.JobId))
                .WithRetryAfter(ResultRoutes.PollAfterSeconds);
            return started.Replayed ? response.With("Idempotency-Replayed", "true") : response;
        });

    /// <summary>Task of the state machine: makes the CSP call.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 60)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    [Uses(Resources.CspSecrets, Access.Read)]
    public async Task<JsonElement> InvokeCspApi(JsonElement task, ILambdaContext context)
    {
        var answer = await invoke.ExecuteAsync(ReadTask(task), context.RemainingTime, CancellationToken.None);
        return JsonSerializer.SerializeToElement(answer, ProvisioningJson.Default.ProvisioningTaskAnswer);
    }

    /// <summary>Task of the state machine: turns what the record knows into a result or a watch.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 30)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    [Uses(Queues.ProvisioningJobs, Access.Send)]
    [Uses(Queues.AsyncProvisioningJobs, Access.Send)]
    public Task<JsonElement> EnqueueResults(JsonElement task, ILambdaContext context) => EnqueueAsync(ReadTask(task), wasStopped: false);

    /// <summary>
    /// Called for an execution that failed, timed out or was aborted, with the event that Step Functions raises
    /// (detail type "Step Functions Execution Status Change"): its job gets its result all the same.
    /// </summary>
    [LambdaFunction(MemorySize = 512, Timeout = 30)]
    [FailedExecutions(Workflows.Provisioning)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    [Uses(Queues.ProvisioningJobs, Access.Send)]
    [Uses(Queues.AsyncProvisioningJobs, Access.Send)]
    public Task<JsonElement> RecordFailedExecution(JsonElement change, ILambdaContext context)
    {
        // The execution's input travels as text inside the event.
        var detail = change.GetProperty("detail");
        using var input = JsonDocument.Parse(detail.GetProperty("input").GetString()!);
        return EnqueueAsync(ReadTask(input.RootElement), wasStopped: detail.GetProperty("status").ValueEquals("ABORTED"));
    }

    /// <summary>The worker of the watch queue.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 60)]
    [SQSEvent("@" + Queues.AsyncProvisioningJobs, BatchSize = 10, MaximumConcurrency = 50)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    [Uses(Resources.CspSecrets, Access.Read)]
    [Uses(Queues.ProvisioningJobs, Access.Send)]
    public Task<SQSBatchResponse> AsyncProvisionWatcher(SQSEvent batch, ILambdaContext context) =>
        SqsBatch.WorkAsync(batch, context, watch.ExecuteAsync);

    /// <summary>Up to 10 results as a bare array.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 20)]
    [RestApi(LambdaHttpMethod.Get, Jobs)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read)]
    [Uses(Queues.ProvisioningJobs, Access.Consume)]
    public Task<APIGatewayProxyResponse> ConsumeProvisioningJobs(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, (api, cancellationToken) => results.ConsumeAsync(JobKind.Provisioning, Jobs, api, cancellationToken));

    /// <summary>Acknowledges leased results.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Post, Acks)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Queues.ProvisioningJobs, Access.Consume)]
    public Task<APIGatewayProxyResponse> AcknowledgeProvisioningJobs(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithBodyAsync(request, context, (api, cancellationToken) => results.AcknowledgeAsync(JobKind.Provisioning, api, cancellationToken));

    /// <summary>One provisioning job with its result once there is one.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Get, Job)]
    [Uses(Resources.JobTable, Access.Read)]
    [Uses(Resources.ArtifactBucket, Access.Read)]
    public Task<APIGatewayProxyResponse> GetProvisioningJob(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, (api, cancellationToken) =>
            results.GetAsync(JobKind.Provisioning, Job, api.PathParameter("jobId"), api, cancellationToken));

    private async Task<JsonElement> EnqueueAsync(ProvisioningTask task, bool wasStopped)
    {
        var code = await enqueue.ExecuteAsync(task, wasStopped, CancellationToken.None);
        return JsonSerializer.SerializeToElement(new ProvisioningTaskAnswer(code), ProvisioningJson.Default.ProvisioningTaskAnswer);
    }

    private static ProvisioningTask ReadTask(JsonElement json) =>
        json.Deserialize(ProvisioningJson.Default.ProvisioningTask) is { JobId.Length: > 0, InstanceId.Length: > 0 } task
            ? task
            : throw new JsonException("The task needs jobId and instanceId.");
}
