using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Hoth.Documents;
using Hoth.Functions.Catalog;
using Hoth.Functions.Http;
using Hoth.Functions.Jobs;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Problems;
using Hoth.QaRuns.Runs;

namespace Hoth.Functions.QaRuns;

/// <summary>QA runs (seed 003): configure a package, run it, follow its events, fetch its results. A run is cancelled as a job: <see cref="JobFunctions"/>.</summary>
public sealed class QaRunFunctions(HttpEdge edge, ConfigureQaPackages configure, StartQaRun start, GetQaStatus status, ReadQaEvents events, GetQaResults results)
{
    /// <summary>PUT, GET, DELETE a package.</summary>
    public const string Package = "/qa-packages/{id}";

    /// <summary>POST to run it.</summary>
    public const string Run = Package + "/run";

    /// <summary>GET how far a run is.</summary>
    public const string Status = "/status/{planId}";

    /// <summary>GET its events.</summary>
    public const string Events = "/events/{planId}";

    /// <summary>GET its report.</summary>
    public const string Results = "/results/{planId}";

    /// <summary>When to ask for a run again: seed 003.</summary>
    private const int PollAfterSeconds = 2;

    /// <summary>201 or 200 with the package as Hoth understood it.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Put, Package, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    public Task<APIGatewayProxyResponse> PutQaPackage(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithBodyAsync(request, context, async (api, cancellationToken) =>
            ConfigurationAnswers.Written(
                api, Package, await configure.PutAsync(api.Caller(), api.PathParameter("id"), api.Body, ConfigurationAnswers.PreconditionOf(api), cancellationToken)));

    /// <summary>200 the package, or 304 when the client has it as it is.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Get, Package, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read)]
    public Task<APIGatewayProxyResponse> GetQaPackage(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
            ConfigurationAnswers.Read(api, await configure.GetAsync(api.Caller(), api.PathParameter("id"), cancellationToken)));

    /// <summary>204 the package is gone; runs that were started from it go on.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Delete, Package, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    public Task<APIGatewayProxyResponse> DeleteQaPackage(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
        {
            await configure.DeleteAsync(api.Caller(), api.PathParameter("id"), ConfigurationAnswers.PreconditionOf(api), cancellationToken);
            return ApiResponse.Empty(204);
        });

    /// <summary>202 with the run's URLs; 409 while another run is at work on the target.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Post, Run, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.EventFeeds, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Write)]
    [Uses(Workflows.QaRun, Access.Start)]
    public Task<APIGatewayProxyResponse> StartQaRun(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var started = await start.ExecuteAsync(
                api.Caller(), api.PathParameter("id"), api.Header("Idempotency-Key"), new RequestContext(api.CorrelationId, api.TraceParent), cancellationToken);
            if (started.ActivePlanId is { } active)
            {
                var busy = new Problem(409, ProblemCodes.TargetBusy, "Another run is at work on the target", "Location names it; run this package when that one has ended.") { RetryAfterSeconds = PollAfterSeconds };
                return ProblemWriter.Write(busy, api.CorrelationId).With("Location", api.Urls.Of(Status, active));
            }

            var statusUrl = api.Urls.Of(Status, started.PlanId);
            var response = ApiResponse.Json(202, QaRunAnswer.Started(started.PlanId, statusUrl, api.Urls.Of(Events, started.PlanId)))
                .With("Location", statusUrl)
                .WithRetryAfter(PollAfterSeconds);
            return started.Replayed ? response.With("Idempotency-Replayed", "true") : response;
        });

    /// <summary>How far a run is.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Get, Status, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read)]
    [Uses(Resources.EventFeeds, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read)]
    public Task<APIGatewayProxyResponse> GetQaStatus(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var found = await status.ExecuteAsync(api.Caller(), api.PathParameter("planId"), cancellationToken);
            var response = ApiResponse.Json(200, found.Json);
            return found.HasEnded ? response : response.WithRetryAfter(PollAfterSeconds);
        });

    /// <summary>A page of a run's events.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Get, Events, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read)]
    [Uses(Resources.EventFeeds, Access.Read | Access.Write)]
    public Task<APIGatewayProxyResponse> GetQaEvents(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
            ApiResponse.Json(200, await events.ExecuteAsync(api.Caller(), api.PathParameter("planId"), api.Query("after"), api.Query("limit"), cancellationToken)));

    /// <summary>200 the report in the form that the client accepts, 303 to where it is, when it is large; 406 there is none in that form.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 20)]
    [RestApi(LambdaHttpMethod.Get, Results, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read)]
    [Uses(Resources.EventFeeds, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read)]
    public Task<APIGatewayProxyResponse> GetQaResults(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var mediaType = AcceptHeader.Choose(api.Header("Accept"), Hoth.QaRuns.Runs.GetQaResults.MediaTypes);
            var result = await results.ExecuteAsync(api.Caller(), api.PathParameter("planId"), mediaType, PollAfterSeconds, cancellationToken);
            var response = result.Url is { } url ? ApiResponse.Empty(303).With("Location", url.AbsoluteUri) : ApiResponse.Text(200, result.Text!, result.MediaType!);
            return (result.Sha256 is { } hash ? response.With("ETag", EntityTags.Of(hash)) : response).With("Vary", "Accept");
        });
}
