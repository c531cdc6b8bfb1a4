using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Hoth.Callers;
using Hoth.Documents;
using Hoth.Functions.Catalog;
using Hoth.Functions.Http;
using Hoth.Jobs;
using Hoth.Results;

namespace Hoth.Functions.Jobs;

/// <summary>Jobs of every kind, for callers with tokens (contract, section 3): look, fetch the result, cancel, list.</summary>
public sealed class JobFunctions(HttpEdge edge, GetJob get, FetchResult fetch, CancelJob cancel, ListJobs list)
{
    /// <summary>GET the caller's jobs.</summary>
    public const string Jobs = TokenRoutes.Root + "/jobs";

    /// <summary>GET one job.</summary>
    public const string Job = Jobs + "/{jobId}";

    /// <summary>GET what it brought forth.</summary>
    public const string Result = Job + "/result";

    /// <summary>POST to cancel it.</summary>
    public const string Cancel = Job + "/cancel";

    /// <summary>A job as its owner sees it, with the URLs of these routes.</summary>
    internal static ApiResponse Answer(int status, JobRecord job, ApiRequest request)
    {
        var response = ApiResponse.Json(status, JobJsonWriter.Write(job, LinksOf(job, request))).With("ETag", TagOf(job));
        return job.IsTerminal ? response : response.WithRetryAfter(ResultRoutes.PollAfterSeconds);
    }

    /// <summary>The URLs of a job.</summary>
    internal static JobLinks LinksOf(JobRecord job, ApiRequest request) => new(request.Urls.Of(Job, job.JobId), request.Urls.Of(Result, job.JobId));

    /// <summary>200 the job, or 304 when the client has it as it is.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Get, Job, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read)]
    public Task<APIGatewayProxyResponse> GetJob(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var job = await FindAsync(api, cancellationToken);
            if (!EntityTags.Has(api.Header("If-None-Match"), TagOf(job))) return Answer(200, job, api);
            var unchanged = ApiResponse.Empty(304).With("ETag", TagOf(job));
            return job.IsTerminal ? unchanged : unchanged.WithRetryAfter(ResultRoutes.PollAfterSeconds);
        });

    /// <summary>200 the result; 303 to where it is, when it is large; 204 when there is nothing in it.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 20)]
    [RestApi(LambdaHttpMethod.Get, Result, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read)]
    [Uses(Resources.ArtifactBucket, Access.Read)]
    public Task<APIGatewayProxyResponse> GetJobResult(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var result = await fetch.ExecuteAsync(await FindAsync(api, cancellationToken), ResultRoutes.PollAfterSeconds, cancellationToken);
            if (result.Url is { } url) return ApiResponse.Empty(303).With("Location", url.AbsoluteUri);
            if (result.Text is null) return ApiResponse.Empty(204);
            var response = ApiResponse.Text(200, result.Text, result.MediaType!);
            return result.Sha256 is { } hash ? response.With("ETag", EntityTags.Of(hash)) : response;
        });

    /// <summary>202 the job while it is being cancelled, 200 once it has ended, whichever way.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Post, Cancel, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    public Task<APIGatewayProxyResponse> CancelJob(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var job = await cancel.ExecuteAsync(api.Caller(), api.PathParameter("jobId"), cancellationToken);
            return Answer(job.IsTerminal ? 200 : 202, job, api);
        });

    /// <summary>The caller's jobs, newest first, page by page.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 10)]
    [RestApi(LambdaHttpMethod.Get, Jobs, Authorizer = nameof(AuthorizerFunctions.AuthorizeBearer))]
    [Uses(Resources.JobTable, Access.Read)]
    public Task<APIGatewayProxyResponse> ListJobs(APIGatewayProxyRequest request, ILambdaContext context) =>
        edge.WithoutBodyAsync(request, context, async (api, cancellationToken) =>
        {
            var page = await list.ExecuteAsync(api.Caller(), JobQuery.Read(api), api.Query("pageToken"), cancellationToken);
            return ApiResponse.Json(200, JobJsonWriter.WritePage(page.Jobs, job => LinksOf(job, api), page.NextPageToken));
        });

    private Task<JobRecord> FindAsync(ApiRequest api, CancellationToken cancellationToken) =>
        get.FindAsync(api.Caller(), api.PathParameter("jobId"), Scopes.ReadAllJobs, cancellationToken);

    private static string TagOf(JobRecord job) => EntityTags.Of($"{job.Version}");
}
