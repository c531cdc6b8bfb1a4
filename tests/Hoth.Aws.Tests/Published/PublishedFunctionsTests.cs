using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Jobs;
using Hoth.MockCsp.Behaviours;
using Hoth.Ports;
using static Hoth.Aws.Tests.Published.Events;

namespace Hoth.Aws.Tests.Published;

/// <summary>The published executable, one process for each function, on SQS, DynamoDB, S3 and Secrets Manager emulators and mock CSPs.</summary>
public abstract class PublishedFunctionsTests(PublishedHoth hoth, FunctionsPackage package)
{
    private const string Start = "StartCostJob";
    private const string Request = "RequestCosts";
    private const string Consume = "ConsumeCostResults";

    [SkippableFact]
    public async Task StartCostJob_records_the_job_and_sends_it_to_the_request_queue()
    {
        await using var stage = await hoth.NewStageAsync(package);

        var answer = await stage.InvokeAsync(Start, PostCostJob("job-1"));

        answer.GetProperty("statusCode").GetInt32().ShouldBe(202);
        Header(answer, "Location").ShouldBe("https://api.example.com/test/cost-jobs/job-1");
        Body(answer).GetProperty("requestId").GetString().ShouldBe("job-1");
        var job = (await stage.Jobs.FindAsync("job-1", default)).ShouldNotBeNull();
        job.Status.ShouldBe(JobStatus.Queued);
        job.EnqueuedAt.ShouldNotBeNull();
        var message = (await ReceiveAsync(stage, Queues.CostRequests)).ShouldHaveSingleItem();
        message.Body.ShouldBe($$"""{"jobId":"job-1","instanceId":"{{job.InstanceId}}"}""");
    }

    [SkippableFact]
    public async Task Cost_job_goes_from_its_request_through_the_CSP_to_the_drained_result()
    {
        await using var stage = await hoth.NewStageAsync(package);
        await stage.InvokeAsync(Start, PostCostJob("job-1"));

        (await stage.DeliverAsync(Queues.CostRequests, Request)).ShouldBe(1);

        var job = (await stage.Jobs.FindAsync("job-1", default))!;
        job.Status.ShouldBe(JobStatus.Succeeded);
        job.ResultEnqueuedAt.ShouldNotBeNull();
        (await stage.CountAsync(Queues.CostRequests)).ShouldBe(0);
        var asked = stage.Csps.Requests("csp-a").Single(request => request.Operation != "issueToken");
        asked.Path.ShouldBe("/csp-a/portfolios/my-portfolio/costs?start_date=2024-01&end_date=2024-03");
        asked.IdempotencyKey.ShouldBe(job.InstanceId);
        (await stage.CountAsync(Queues.CostResponses)).ShouldBe(1);

        var result = Items(await stage.InvokeAsync(Consume, GetResults())).ShouldHaveSingleItem();

        result.GetProperty("jobId").GetString().ShouldBe("job-1");
        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        result.GetProperty("code").GetInt32().ShouldBe(200);
        result.GetProperty("content").GetProperty("response").GetProperty("taskOrders").GetArrayLength().ShouldBeGreaterThan(0);
        (await stage.CountAsync(Queues.CostResponses)).ShouldBe(0);
        (await stage.Jobs.FindAsync("job-1", default))!.DeliveredAt.ShouldNotBeNull();
        Items(await stage.InvokeAsync(Consume, GetResults())).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Leased_result_is_removed_by_its_acknowledgement()
    {
        await using var stage = await hoth.NewStageAsync(package);
        await FinishAsync(stage, "job-1");

        var leased = await stage.InvokeAsync(Consume, GetResults(new Dictionary<string, string> { ["Prefer"] = "lease=60" }));
        Items(leased).ShouldHaveSingleItem().GetProperty("deliveryCount").GetInt32().ShouldBe(1);
        (await stage.CountAsync(Queues.CostResponses)).ShouldBe(1);
        var lease = Header(leased, "Hoth-Lease");
        var acknowledged = await stage.InvokeAsync(
            "AcknowledgeCostResults",
            Proxy("POST", "/cost-jobs/acks", "/cost-jobs/acks", new JsonObject { ["lease"] = lease, ["ids"] = new JsonArray("job-1") }.ToJsonString()));

        acknowledged.GetProperty("statusCode").GetInt32().ShouldBe(200, Body(acknowledged).ToString());
        Body(acknowledged).GetProperty("acknowledged").EnumerateArray().Select(id => id.GetString()).ShouldBe(["job-1"]);
        (await stage.CountAsync(Queues.CostResponses)).ShouldBe(0);
        (await stage.Jobs.FindAsync("job-1", default))!.DeliveredAt.ShouldNotBeNull();
    }

    [SkippableFact]
    public async Task GetCostJob_shows_the_job_before_and_after_its_end()
    {
        await using var stage = await hoth.NewStageAsync(package);
        await stage.InvokeAsync(Start, PostCostJob("job-1"));

        var queued = await stage.InvokeAsync("GetCostJob", GetJob("job-1"));
        await stage.DeliverAsync(Queues.CostRequests, Request);
        var ended = await stage.InvokeAsync("GetCostJob", GetJob("job-1"));
        var unknown = await stage.InvokeAsync("GetCostJob", GetJob("job-2"));

        Body(queued).GetProperty("status").GetString().ShouldBe("Queued");
        Header(queued, "Retry-After").ShouldNotBeNullOrEmpty();
        Body(ended).GetProperty("status").GetString().ShouldBe("Succeeded");
        Body(ended).GetProperty("done").GetBoolean().ShouldBeTrue();
        unknown.GetProperty("statusCode").GetInt32().ShouldBe(404);
    }

    [SkippableFact]
    public async Task Large_result_goes_through_the_bucket()
    {
        await using var stage = await hoth.NewStageAsync(package);
        stage.Csps.Script("csp-a", new CspBehaviour { Faults = [new() { Kind = FaultKind.HugeBody, Bytes = 2 * JobBody.InlineLimit }] });
        await stage.InvokeAsync(Start, PostCostJob("job-1"));
        await stage.DeliverAsync(Queues.CostRequests, Request);

        (await stage.Jobs.FindAsync("job-1", default))!.Result!.ArtifactKey.ShouldNotBeNull();
        var result = Items(await stage.InvokeAsync(Consume, GetResults())).ShouldHaveSingleItem();

        result.GetProperty("outcome").GetString().ShouldBe("SUCCEEDED");
        result.GetRawText().Length.ShouldBeGreaterThan(JobBody.InlineLimit);
    }

    [SkippableFact]
    public async Task SweepJobs_sends_what_was_never_sent_and_ends_what_is_too_late()
    {
        await using var stage = await hoth.NewStageAsync(package);
        var now = TimeProvider.System.GetUtcNow();
        await stage.Jobs.TryCreateAsync(DynamoDb.Jobs.New("never-sent", now.AddMinutes(-10)), default);
        await stage.Jobs.TryCreateAsync(DynamoDb.Jobs.New("too-late", now.AddMinutes(-20)), default);

        var report = await stage.InvokeAsync("SweepJobs", Schedule());

        report.GetProperty("handedOver").GetInt32().ShouldBe(1);
        report.GetProperty("deadlineExceeded").GetInt32().ShouldBe(1);
        report.GetProperty("failed").GetInt32().ShouldBe(0);
        (await stage.Jobs.FindAsync("never-sent", default))!.EnqueuedAt.ShouldNotBeNull();
        (await ReceiveAsync(stage, Queues.CostRequests)).ShouldHaveSingleItem().Body.ShouldContain("\"never-sent\"");
        var late = (await stage.Jobs.FindAsync("too-late", default))!;
        late.Status.ShouldBe(JobStatus.Failed);
        late.Code.ShouldBe(504);
        (await ReceiveAsync(stage, Queues.CostResponses)).ShouldHaveSingleItem().Body.ShouldContain("\"too-late\"");
    }

    [SkippableTheory]
    [InlineData(400, """{"requestId":"zq canary 1","portfolioId":"..","targetCspName":"","startDate":"zqcanary-13","endDate":7,"zqcanary5":{"zqcanary6":"zqcanary7"}}""",
        "$.requestId", "$.portfolioId", "$.targetCspName", "$.startDate", "$.endDate", "$.zqcanary5")]
    [InlineData(400, """{"requestId":"zqcanary1","requestId":"zqcanary2"}""")]
    [InlineData(400, """{"requestId":"zqcanary1",""")]
    [InlineData(400, """["zqcanary1"]""", "$")]
    public async Task Bad_input_is_refused_with_every_violation_and_leaves_no_trace_of_itself(int status, string body, params string[] violations)
    {
        await using var stage = await hoth.NewStageAsync(package);

        var answer = await stage.InvokeAsync(Start, Proxy("POST", "/cost-jobs", "/cost-jobs", body));
        var output = stage.Stop();

        answer.GetProperty("statusCode").GetInt32().ShouldBe(status);
        var problem = Body(answer);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        if (violations.Length > 0)
        {
            problem.GetProperty("errorMap").EnumerateObject().Select(member => member.Name).ShouldBe(violations, ignoreOrder: true);
        }

        // Not empty, so that what is not in it means something.
        output.ShouldContain($"\"status\":{status}");
        output.ShouldNotContain("canary", Case.Insensitive);
        (await stage.CountAsync(Queues.CostRequests)).ShouldBe(0);
    }

    private static async Task FinishAsync(Stage stage, string id)
    {
        await stage.InvokeAsync(Start, PostCostJob(id));
        await stage.DeliverAsync(Queues.CostRequests, Request);
    }

    private static JsonObject GetResults(IReadOnlyDictionary<string, string>? headers = null) => Proxy("GET", "/cost-jobs", "/cost-jobs", headers: headers);

    private static JsonObject GetJob(string id) => Proxy("GET", "/cost-jobs/{requestId}", $"/cost-jobs/{id}");

    private static Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(Stage stage, string queue) =>
        stage.Queue.ReceiveAsync(queue, 10, TimeSpan.FromMinutes(1), TimeSpan.Zero, default);

    private static JsonElement[] Items(JsonElement answer)
    {
        answer.GetProperty("statusCode").GetInt32().ShouldBe(200, answer.GetRawText());
        return [.. Body(answer).EnumerateArray()];
    }

    private static JsonElement Body(JsonElement answer) => JsonSerializer.Deserialize<JsonElement>(answer.GetProperty("body").GetString()!);

    private static string? Header(JsonElement answer, string name) => answer.GetProperty("headers").GetProperty(name).GetString();
}

/// <inheritdoc />
[Collection(nameof(PublishedHoth))]
public sealed class ReadyToRunPublishedFunctionsTests(PublishedHoth hoth) : PublishedFunctionsTests(hoth, FunctionsPackage.ReadyToRun);

/// <inheritdoc />
[Collection(nameof(PublishedHoth))]
public sealed class NativeAotPublishedFunctionsTests(PublishedHoth hoth) : PublishedFunctionsTests(hoth, FunctionsPackage.NativeAot);
