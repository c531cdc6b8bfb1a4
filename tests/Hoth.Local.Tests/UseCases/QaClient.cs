using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.TestUtilities;
using Hoth.Callers;
using Hoth.Functions.Catalog;
using Hoth.Jobs;
using Shouldly;

namespace Hoth.Local.Tests.UseCases;

/// <summary>The routes of QA runs on a <see cref="Rig"/>, and what the state machine does to them, by hand.</summary>
public sealed class QaClient(Rig rig)
{
    public const string Package = "csp-conformance";

    public const string Spec = """
        {"openapi":"3.1.0","info":{"title":"Things","version":"1"},"paths":{
          "/things":{"get":{"operationId":"listThings","responses":{"200":{"description":"ok"}}},"post":{"operationId":"addThing","responses":{"201":{"description":"ok"}}}},
          "/other":{"get":{"operationId":"getOther","responses":{"200":{"description":"ok"}}}}}}
        """;

    public static Caller Alice { get; } = ReportClient.CallerOf("alice", Scopes.ReadQa, Scopes.WriteQa, Scopes.RunQa);

    public static Caller Bob { get; } = ReportClient.CallerOf("bob", Scopes.ReadQa, Scopes.RunQa);

    public static string Body(string spec = Spec, string baseUrl = "http://127.0.0.1:9/api", string more = "") => $$"""{"spec":{{spec}},"baseUrl":"{{baseUrl}}"{{more}}}""";

    public Task<APIGatewayProxyResponse> PutAsync(string? body = null, string id = Package, Caller? caller = null, Dictionary<string, string>? headers = null) =>
        rig.HttpAsync("PutQaPackage", body ?? Body(), id, headers, caller: caller ?? Alice);

    public Task<APIGatewayProxyResponse> RunAsync(string id = Package, string? key = null, Caller? caller = null) =>
        rig.HttpAsync("StartQaRun", null, id, key is null ? null : new() { ["Idempotency-Key"] = key }, caller: caller ?? Alice);

    public async Task<string> StartAsync(string id = Package)
    {
        var response = await RunAsync(id);
        response.StatusCode.ShouldBe(202, response.Body);
        return Parse(response).GetProperty("planId").GetString()!;
    }

    public Task<APIGatewayProxyResponse> StatusAsync(string planId, Caller? caller = null) => rig.HttpAsync("GetQaStatus", null, planId, caller: caller ?? Alice);

    public Task<APIGatewayProxyResponse> EventsAsync(string planId, long? after = null, int? limit = null, Caller? caller = null)
    {
        var query = new Dictionary<string, string>();
        if (after is not null) query["after"] = $"{after}";
        if (limit is not null) query["limit"] = $"{limit}";
        return rig.HttpAsync("GetQaEvents", null, planId, query: query, caller: caller ?? Alice);
    }

    public Task<APIGatewayProxyResponse> ResultsAsync(string planId, string? accept = null) =>
        rig.HttpAsync("GetQaResults", null, planId, accept is null ? null : new() { ["Accept"] = accept }, caller: Alice);

    public Task<APIGatewayProxyResponse> CancelAsync(string planId) => rig.HttpAsync("CancelJob", null, planId, caller: Alice);

    public async Task<JobRecord> JobAsync(string planId) => (await rig.Jobs.FindAsync(planId, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>The types of all events, read until there is nothing more to come or, unless <paramref name="toTheEnd"/>, nothing more yet.</summary>
    public async Task<List<(long Seq, string Type)>> FollowAsync(string planId, int limit, bool toTheEnd = false)
    {
        var seen = new List<(long Seq, string Type)>();
        while (true)
        {
            var page = Parse(await EventsAsync(planId, seen.Count, limit));
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(e => (e.GetProperty("seq").GetInt64(), e.GetProperty("type").GetString()!)));
            page.GetProperty("nextCursor").GetInt64().ShouldBe(seen.Count);
            if (page.GetProperty("terminal").GetBoolean()) return seen;
            if (!toTheEnd && page.GetProperty("retryAfterMs").GetInt32() > 0) return seen;
            await Task.Yield();
        }
    }

    public Task<JsonElement> PlanAsync(JobRecord job) => CallAsync("PlanQaRun", new { jobId = job.JobId, instanceId = job.InstanceId });

    public async Task<bool> OperationAsync(JobRecord job, int operation, TimeSpan? remaining = null) =>
        (await CallAsync("RunQaOperation", new { jobId = job.JobId, instanceId = job.InstanceId, operation }, remaining)).GetProperty("done").GetBoolean();

    public Task<JsonElement> EvaluateAsync(JobRecord job) => CallAsync("EvaluateQaRun", new { jobId = job.JobId, instanceId = job.InstanceId });

    public Task<JsonElement> FailAsync(JobRecord job, string status) =>
        CallAsync("RecordFailedQaRun", new { detail = new { status, input = JsonSerializer.Serialize(new { jobId = job.JobId, instanceId = job.InstanceId }) } });

    /// <summary>What the state machine does; a task that is stopped is called again, as its retriers do.</summary>
    public async Task ExecuteAsync(string planId)
    {
        var job = await JobAsync(planId);
        var plan = await AgainAsync(() => PlanAsync(job));
        await Task.WhenAll(plan.GetProperty("operations").EnumerateArray().Select(async operation =>
        {
            while (!await AgainAsync(() => OperationAsync(job, operation.GetInt32())))
            {
            }
        }));
        await AgainAsync(() => EvaluateAsync(job));
    }

    public static JsonElement Parse(APIGatewayProxyResponse response)
    {
        response.StatusCode.ShouldBeInRange(200, 299, response.Body);
        return JsonDocument.Parse(response.Body).RootElement;
    }

    private static async Task<T> AgainAsync<T>(Func<Task<T>> task)
    {
        while (true)
        {
            try
            {
                return await task();
            }
            catch (KilledException)
            {
                // The next one goes on.
            }
        }
    }

    private Task<JsonElement> CallAsync(string function, object input, TimeSpan? remaining = null) =>
        ((BoundFunction<JsonElement, JsonElement>)rig.Bind(function)).InvokeAsync(
            JsonSerializer.SerializeToElement(input), new TestLambdaContext { RemainingTime = remaining ?? TimeSpan.FromMinutes(15) });
}
