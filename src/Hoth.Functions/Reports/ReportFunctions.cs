using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Hoth.Functions.Catalog;
using Hoth.Functions.Http;
using Hoth.Functions.Jobs;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Reports;

namespace Hoth.Functions.Reports;

/// <summary>Reports (seed 002): configure, then POST → queue → worker; the job and its result are those of <see cref="JobFunctions"/>.</summary>
public sealed class ReportFunctions(HttpEdge edge, ConfigureReports configure, StartReportJob start)
{
    /// <summary>PUT, GET, DELETE a configuration.</summary>
    public const string Report = TokenRoutes.Root + "/reports/{id}";

    /// <summary>POST to generate a report from it.</summary>
    public const string Generate = Report + "/generate";

    /// <summary>201 or 200 with the configuration as Hoth understood it.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Put, Report, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    public Task<APIGatewayProxyResponse> PutReport(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithBodyAsync(request, context, async (api, cancellationToken) =>
            ConfigurationAnswers.Written(
                api, Report, await configure.PutAsync(api.Caller(), api.PathParameter("id"), api.Body, ConfigurationAnswers.PreconditionOf(api), cancellationToken)));

    /// <summary>200 the configuration, or 304 when the client has it as it is.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Get, Report, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read)]
    public Task<APIGatewayProxyResponse> GetReport(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
            ConfigurationAnswers.Read(api, await configure.GetAsync(api.Caller(), api.PathParameter("id"), cancellationToken)));

    /// <summary>204 the configuration is gone; jobs that were started from it go on.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Delete, Report, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    public Task<APIGatewayProxyResponse> DeleteReport(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
        {
            await configure.DeleteAsync(api.Caller(), api.PathParameter("id"), ConfigurationAnswers.PreconditionOf(api), cancellationToken);
            return ApiResponse.Empty(204);
        });

    /// <summary>202 with the job; the result is fetched later.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Post, Generate, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Write)]
    [Uses(Queues.Reports, Access.Send)]
    public Task<APIGatewayProxyResponse> StartReportJob(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithOptionalBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var accepted = await start.ExecuteAsync(
                api.Caller(), api.PathParameter("id"), api.OptionalBody, api.Header("Idempotency-Key"), new RequestContext(api.CorrelationId, api.TraceParent), cancellationToken);
            var status = JobFunctions.LinksOf(accepted.Job, api).Status;
            var response = JobFunctions.Answer(202, accepted.Job, api)
                .With("Location", status)
                .With("Operation-Location", status)
                .WithRetryAfter(ResultRoutes.PollAfterSeconds);
            return accepted.Replayed ? response.With("Idempotency-Replayed", "true") : response;
        });
}
