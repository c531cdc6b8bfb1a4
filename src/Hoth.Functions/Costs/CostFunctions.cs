using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.Annotations.SQS;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Hoth.Costs;
using Hoth.Functions.Catalog;
using Hoth.Functions.Http;
using Hoth.Functions.Jobs;
using Hoth.Functions.Sqs;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Functions.Costs;

/// <summary>Cost jobs (seed 004): POST → queue → CSP → result queue → GET.</summary>
public sealed class CostFunctions(HttpEdge edge, StartCostJob start, RequestCosts request, ResultRoutes results)
{
    /// <summary>POST a request, GET results.</summary>
    public const string Jobs = "/cost-jobs";

    /// <summary>GET one job.</summary>
    public const string Job = Jobs + "/{requestId}";

    /// <summary>POST an acknowledgement.</summary>
    public const string Acks = Jobs + "/acks";

    /// <summary>202 with the request echoed; the result is drained later.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Post, Jobs)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Queues.CostRequests, Access.Send)]
    public Task<APIGatewayProxyResponse> StartCostJob(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var started = await start.ExecuteAsync(api.Body, new RequestContext(api.CorrelationId, api.TraceParent), cancellationToken);
            var response = ApiResponse.Json(202, started.RequestJson)
                .With("Location", api.Urls.Of(Job, started.JobId))
                .WithRetryAfter(ResultRoutes.PollAfterSeconds);
            return started.Replayed ? response.With("Idempotency-Replayed", "true") : response;
        });

    /// <summary>The worker of the cost request queue.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 60)]
    [SQSEvent("@" + Queues.CostRequests, BatchSize = 10, MaximumConcurrency = 50)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    [Uses(Resources.CspSecrets, Access.Read)]
    [Uses(Queues.CostResponses, Access.Send)]
    [Uses(Queues.AsyncCostJobs, Access.Send)]
    public Task<SQSBatchResponse> RequestCosts(SQSEvent batch, ILambdaContext context) =>
        SqsBatch.WorkAsync(batch, context, request.ExecuteAsync);

    /// <summary>Up to 10 results as a bare array.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 20)]
    [RestApi(LambdaHttpMethod.Get, Jobs)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read)]
    [Uses(Queues.CostResponses, Access.Consume)]
    public Task<APIGatewayProxyResponse> ConsumeCostResults(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, (api, cancellationToken) => results.ConsumeAsync(JobKind.Cost, Jobs, api, cancellationToken));

    /// <summary>Acknowledges leased results.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Post, Acks)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Queues.CostResponses, Access.Consume)]
    public Task<APIGatewayProxyResponse> AcknowledgeCostResults(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithBodyAsync(request, context, (api, cancellationToken) => results.AcknowledgeAsync(JobKind.Cost, api, cancellationToken));

    /// <summary>One cost job with its result once there is one.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Get, Job)]
    [Uses(Resources.JobTable, Access.Read)]
    [Uses(Resources.ArtifactBucket, Access.Read)]
    public Task<APIGatewayProxyResponse> GetCostJob(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, (api, cancellationToken) =>
            results.GetAsync(JobKind.Cost, Job, api.PathParameter("requestId"), api, cancellationToken));
}
