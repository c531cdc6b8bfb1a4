using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Hoth.Functions.Catalog;
using Hoth.Local.Tests.Answers;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;
using Hoth.Ports;
using Hoth.Provisioning;
using Shouldly;

namespace Hoth.Local.Tests.UseCases;

/// <summary>The provisioning functions on a <see cref="Rig"/>, with the state machine played by hand: a call, two retries, then the results.</summary>
public sealed class ProvisioningRig : IDisposable
{
    private const string Environment = """
        {"name":"e","classificationLevel":"UNCLASSIFIED","administrators":[{"email":"a@b.mil","dodId":"1234567890","needsReset":false}]}
        """;

    private const string TaskOrder = $$"""
        {"taskOrderId":"{{DemoPortfolio.TaskOrderId}}","taskOrderNumber":"TO1","popStartDate":"2024-01-01","popEndDate":"2025-12-31","clins":[
        {"clinNumber":"0001","type":"NON_CLOUD","popStartDate":"2024-01-01","popEndDate":"2025-12-31"}]}
        """;

    private const string Operators = $$"""
        {"environmentId":"{{DemoPortfolio.EnvironmentId}}","administrators":[{"email":"a@b.mil","dodId":"1234567890","needsReset":false}]}
        """;

    public static string Csp => Rig.Csp;

    public Rig Base { get; } = new();

    public MockCspServer Mock => Base.Mock;

    public IJobStore Jobs => Base.Jobs;

    public ThrowingFaultPoints Faults => Base.Faults;

    public Task InitializeAsync() => Base.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Base.DisposeAsync();
        Dispose();
    }

    public void Dispose() => Base.Dispose();

    public void Script(CspBehaviour behaviour) => Mock.Script(Csp, behaviour);

    /// <summary>Says in the directory whether the CSP honours idempotency keys.</summary>
    public Task UseAsync(bool honoursKey) => Base.ComposeAsync(honoursKey);

    public int Calls(string operation) => Mock.Requests(Csp).Count(r => r.Operation == operation);

    public Task<APIGatewayProxyResponse> AddPortfolioAsync(string id) => PostAsync(id, "ADD_PORTFOLIO", null, """{"name":"p","taskOrders":[]}""");

    public async Task<APIGatewayProxyResponse> AddEnvironmentAsync(string id)
    {
        var response = await PostAsync(id, "ADD_ENVIRONMENT", DemoPortfolio.Id, Environment);
        response.StatusCode.ShouldBe(201, response.Body);
        return response;
    }

    /// <summary>The execution as the state machine does it. Answers with the last task's code.</summary>
    public async Task<int> ExecuteAsync(string id)
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            try
            {
                await InvokeAsync(id);
                break;
            }
            catch (CspUnavailableException)
            {
                Base.Clock.Advance(TimeSpan.FromSeconds(5));
            }
        }

        return (await TaskAsync("EnqueueResults", id)).GetProperty("code").GetInt32();
    }

    public Task<JsonElement> InvokeAsync(string id) => TaskAsync("InvokeCspApi", id);

    /// <summary>Calls a task function with its input.</summary>
    public Task<JsonElement> CallAsync(string function, JsonElement input) => Bind<JsonElement, JsonElement>(function).InvokeAsync(input, Context());

    /// <summary>Posts a request whose call of the CSP is of this kind. Answers with the CSP's name for its operation.</summary>
    public async Task<string> AskAsync(string id, Asked asked, string csp)
    {
        var (operation, payload, name) = asked switch
        {
            Asked.Get => ("GET_PORTFOLIO", "{}", "getPortfolioById"),
            Asked.Put => ("UPDATE_TASK_ORDER", TaskOrder, "updateTaskOrder"),
            Asked.Patch => ("ADD_OPERATORS", Operators, "addAdministrators"),
            _ => ("ADD_ENVIRONMENT", Environment, "addEnvironment"),
        };
        var response = await PostAsync(id, operation, DemoPortfolio.Id, payload, csp);
        response.StatusCode.ShouldBe(201, response.Body);
        return name;
    }

    /// <summary>The job resource.</summary>
    public async Task<JsonElement> GetJobAsync(string id)
    {
        var response = await Base.HttpAsync("GetProvisioningJob", id: id);
        response.StatusCode.ShouldBe(200, response.Body);
        return JsonDocument.Parse(response.Body).RootElement;
    }

    /// <summary>The event that Step Functions raises for an execution that did not succeed.</summary>
    public async Task FailExecutionAsync(string id)
    {
        var input = JsonSerializer.Serialize(new { jobId = id, instanceId = await InstanceAsync(id) });
        await CallAsync("RecordFailedExecution", JsonSerializer.SerializeToElement(new { detail = new { status = "TIMED_OUT", input } }));
    }

    /// <summary>Watches as an event source does, second by second, with the sweeper every five minutes.</summary>
    public async Task WatchForAsync(TimeSpan time)
    {
        for (var second = 0; second < time.TotalSeconds; second++)
        {
            var batch = await Base.Queue.ReceiveAsync(Queues.AsyncProvisioningJobs, 10, TimeSpan.FromMinutes(6), TimeSpan.Zero, CancellationToken.None);
            if (batch.Count > 0) await WatchAsync(batch);
            if (second % 300 == 299) await Base.SweepAsync();
            Base.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public async Task<List<JsonElement>> DrainAsync() => Rig.Items(await Base.HttpAsync("ConsumeProvisioningJobs"));

    public async Task<List<JsonElement>> DrainAllAsync()
    {
        var all = new List<JsonElement>();
        while (await DrainAsync() is { Count: > 0 } items) all.AddRange(items);
        return all;
    }

    private async Task WatchAsync(IReadOnlyList<ReceivedMessage> batch)
    {
        var response = await Bind<SQSEvent, SQSBatchResponse>("AsyncProvisionWatcher").InvokeAsync(
            new SQSEvent { Records = [.. batch.Select(m => new SQSEvent.SQSMessage { MessageId = m.MessageId, ReceiptHandle = m.Receipt, Body = m.Body })] }, Context());
        var kept = response.BatchItemFailures.Select(f => f.ItemIdentifier).ToHashSet();
        await Base.Queue.DeleteAsync(Queues.AsyncProvisioningJobs, [.. batch.Where(m => !kept.Contains(m.MessageId)).Select(m => m.Receipt)], CancellationToken.None);
    }

    private async Task<JsonElement> TaskAsync(string function, string id) =>
        await CallAsync(function, JsonSerializer.SerializeToElement(new { jobId = id, instanceId = await InstanceAsync(id) }));

    private async Task<string> InstanceAsync(string id) => (await Jobs.FindAsync(id, CancellationToken.None)).ShouldNotBeNull().InstanceId;

    /// <summary>Posts a request.</summary>
    public Task<APIGatewayProxyResponse> PostAsync(string? id, string operation, string? portfolioId, string payload, string csp = Rig.Csp)
    {
        var request = new Dictionary<string, object> { ["userId"] = "u1", ["operationType"] = operation, ["targetCspName"] = csp, ["payload"] = JsonDocument.Parse(payload).RootElement };
        if (id is not null) request["jobId"] = id;
        if (portfolioId is not null) request["portfolioId"] = portfolioId;
        return Base.HttpAsync("StartProvisioningJobs", JsonSerializer.Serialize(request));
    }

    private BoundFunction<TInput, TOutput> Bind<TInput, TOutput>(string function) => (BoundFunction<TInput, TOutput>)Base.Bind(function);

    private static TestLambdaContext Context() => new() { RemainingTime = TimeSpan.FromSeconds(30) };
}
