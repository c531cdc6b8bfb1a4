using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Hoth.Callers;
using Hoth.Jobs;
using Hoth.PortContracts;
using Shouldly;

namespace Hoth.Local.Tests.UseCases;

/// <summary>The routes for callers with tokens, on a <see cref="Rig"/>; and what a worker of reports does to their jobs.</summary>
public sealed class ReportClient(Rig rig)
{
    public const string ReportId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    public const string Source = """{ "kind": "costs", "targetCspNames": ["csp-test"], "portfolioIds": ["p1", "p2"], "startDate": "2026-01", "endDate": "2026-03" }""";

    public static Caller Alice { get; } = CallerOf("alice", Scopes.ReadReports, Scopes.WriteReports);

    public static Caller Bob { get; } = CallerOf("bob", Scopes.ReadReports);

    public static Caller CallerOf(string subject, params string[] scopes) => new(subject, scopes.ToFrozenSet());

    public static string Configuration(string source = Source, string target = "API_RESPONSE", bool asynchronous = true, string name = "Costs") =>
        $$"""{"name":"{{name}}","deliveryTarget":"{{target}}","asynchronous":{{(asynchronous ? "true" : "false")}},"format":"csv","source":{{source}}}""";

    public Task<APIGatewayProxyResponse> PutAsync(string body, string id = ReportId, Caller? caller = null, string? ifMatch = null, string? ifNoneMatch = null) =>
        rig.HttpAsync("PutReport", body, id, Conditions(ifMatch, ifNoneMatch), caller: caller ?? Alice);

    public Task<APIGatewayProxyResponse> ReadAsync(string id = ReportId, Caller? caller = null, string? ifNoneMatch = null) =>
        rig.HttpAsync("GetReport", null, id, Conditions(null, ifNoneMatch), caller: caller ?? Alice);

    public Task<APIGatewayProxyResponse> DeleteAsync(string id = ReportId, Caller? caller = null, string? ifMatch = null) =>
        rig.HttpAsync("DeleteReport", null, id, Conditions(ifMatch, null), caller: caller ?? Alice);

    public Task<APIGatewayProxyResponse> GenerateAsync(string? body = null, string id = ReportId, Caller? caller = null, string? key = null) =>
        rig.HttpAsync("StartReportJob", body, id, key is null ? null : new() { ["Idempotency-Key"] = key }, caller: caller ?? Alice);

    public Task<APIGatewayProxyResponse> JobAsync(string id, Caller? caller = null, string? ifNoneMatch = null) =>
        rig.HttpAsync("GetJob", null, id, Conditions(null, ifNoneMatch), caller: caller ?? Alice);

    public Task<APIGatewayProxyResponse> ResultAsync(string id, Caller? caller = null) => rig.HttpAsync("GetJobResult", null, id, caller: caller ?? Alice);

    public Task<APIGatewayProxyResponse> CancelAsync(string id, Caller? caller = null) => rig.HttpAsync("CancelJob", null, id, caller: caller ?? Alice);

    public Task<APIGatewayProxyResponse> ListAsync(Caller? caller = null, params (string Name, string Value)[] query) =>
        rig.HttpAsync("ListJobs", query: query.ToDictionary(q => q.Name, q => q.Value), caller: caller ?? Alice);

    /// <summary>The id of a new job of a report that is there afterwards.</summary>
    public async Task<string> AcceptedAsync(Caller? caller = null)
    {
        (await PutAsync(Configuration())).StatusCode.ShouldBeOneOf(200, 201);
        return await AgainAsync(caller);
    }

    /// <summary>The id of a new job of the report that is there.</summary>
    public async Task<string> AgainAsync(Caller? caller = null)
    {
        var answer = await GenerateAsync(caller: caller);
        answer.StatusCode.ShouldBe(202, answer.Body);
        return Body(answer).GetProperty("jobId").GetString()!;
    }

    /// <summary>A worker takes the job.</summary>
    public async Task BeginAsync(string id) =>
        (await rig.Jobs.UpdateAsync(id, job => JobLifecycle.ClaimWatch(job, "message", rig.Clock.GetUtcNow()), CancellationToken.None)).Written.ShouldBeTrue();

    /// <summary>The job succeeds with this content.</summary>
    public async Task SucceedAsync(string id, string content, string mediaType = "text/csv")
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        await rig.Ports.Artifacts.PutAsync($"reports/{id}", new MemoryStream(bytes), mediaType, CancellationToken.None);
        await rig.EndAsync(id, new JobEnding(JobStatus.Succeeded, 200, null, null)
        {
            Output = new JobOutput($"reports/{id}", mediaType, bytes.Length, "5e884898da28047151d0e56f8dc62927", 2),
            Warnings = ["csp-test answered 404 for p2"],
        });
    }

    public static JsonElement Body(APIGatewayProxyResponse answer) => JsonDocument.Parse(answer.Body).RootElement;

    public static string Code(APIGatewayProxyResponse answer) => Body(answer).GetProperty("code").GetString()!;

    private static Dictionary<string, string> Conditions(string? ifMatch, string? ifNoneMatch)
    {
        var headers = new Dictionary<string, string>();
        if (ifMatch is not null) headers["If-Match"] = ifMatch;
        if (ifNoneMatch is not null) headers["If-None-Match"] = ifNoneMatch;
        return headers;
    }
}
