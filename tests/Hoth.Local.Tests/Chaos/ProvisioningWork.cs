using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.MockCsp;
using Hoth.MockCsp.Behaviours;

namespace Hoth.Local.Tests.Chaos;

/// <summary>One provisioning job, and what must become of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Body">What is posted.</param>
/// <param name="Csp">Whom it is for.</param>
/// <param name="Operation">The CSP's name of the call (its OpenAPI document).</param>
/// <param name="IsRepeatable">The call may be made again at any time: GET, PUT, or a CSP that honours idempotency keys.</param>
/// <param name="Refusals">So many calls are answered with 503 before one is served.</param>
/// <param name="Outcome">SUCCEEDED or FAILED, always with code 200, where no kill makes the outcome unknown.</param>
internal sealed record ProvisioningChaosJob(string Id, string Body, string Csp, string Operation, bool IsRepeatable, int Refusals, string Outcome) : ChaosJob(Id, Body);

/// <summary>
/// Mixed provisioning jobs: five kinds of CSP (at once, 202 and done, 202 and failed, served at once and answered slowly, 503 twice), each of them
/// once with a memory for idempotency keys and once without; POST, GET and PUT.
/// </summary>
internal static class ProvisioningWork
{
    private const int RefusalsOfFlaky = 2;

    private static readonly string[] Kinds = ["sync", "done", "failing", "slow", "flaky"];

    private static readonly (string Type, string Call, Func<string, object?> Payload)[] Operations =
    [
        ("ADD_PORTFOLIO", "addPortfolio", id => new { name = id, taskOrders = Array.Empty<object>() }),
        ("ADD_ENVIRONMENT", "addEnvironment", id => new { name = id, classificationLevel = "UNCLASSIFIED", administrators = Array.Empty<object>() }),
        ("GET_PORTFOLIO", "getPortfolioById", _ => null),
        ("ADD_TASK_ORDER", "addTaskOrder", TaskOrder),
        ("UPDATE_TASK_ORDER", "updateTaskOrder", UpdatedTaskOrder),
    ];

    /// <param name="jobs">How many; each 50 of them have every operation at every CSP.</param>
    /// <param name="polls">How many polls say that the CSP is still at it, before the one that says how it ended.</param>
    public static ChaosWork Of(int jobs, int polls = 0)
    {
        string[] names = [.. Kinds.SelectMany(kind => new[] { $"{kind}-with-keys", $"{kind}-without-keys" })];
        return new ChaosWork(
            "/provisioning-jobs",
            HttpStatusCode.Created,
            [.. Enumerable.Range(0, jobs).Select(i => Job($"job-{i:0000}", names[i % names.Length], i / names.Length % Operations.Length))],
            names.ToDictionary(name => name, name => Behaviour(name, polls)));
    }

    private static ProvisioningChaosJob Job(string id, string csp, int operation)
    {
        var (type, call, payload) = Operations[operation];
        var body = new JsonObject { ["jobId"] = id, ["userId"] = "chaos", ["operationType"] = type, ["targetCspName"] = csp };
        if (type != "ADD_PORTFOLIO") body["portfolioId"] = DemoPortfolio.Id;
        if (payload(id) is { } value) body["payload"] = JsonSerializer.SerializeToNode(value);
        var isRead = call.StartsWith("get", StringComparison.Ordinal);
        return new ProvisioningChaosJob(
            id,
            body.ToJsonString(),
            csp,
            call,
            IsRepeatable: isRead || call.StartsWith("update", StringComparison.Ordinal) || HonoursKeys(csp),
            Refusals: KindOf(csp) == "flaky" ? RefusalsOfFlaky : 0,
            Outcome: KindOf(csp) == "failing" && !isRead ? "FAILED" : "SUCCEEDED");
    }

    private static CspBehaviour Behaviour(string name, int polls)
    {
        var behaviour = new CspBehaviour { HonoursIdempotencyKey = HonoursKeys(name) };
        return KindOf(name) switch
        {
            "done" => behaviour with { Async = Async(polls, "SUCCESS") },
            "failing" => behaviour with { Async = Async(polls, "FAILURE") },
            // Served first: a kill while the answer dribbles leaves a resource that nobody was told of.
            "slow" => behaviour with { Faults = [new Fault { Kind = FaultKind.SlowBody, Duration = TimeSpan.FromMilliseconds(300) }] },
            "flaky" => behaviour with { Faults = [Fault.Answer(503, RefusalsOfFlaky)] },
            _ => behaviour,
        };
    }

    private static AsyncProvisioning Async(int polls, string status) =>
        new() { Polls = polls, FinalStatus = status, Operations = [.. Operations.Select(o => o.Call).Where(call => !call.StartsWith("get", StringComparison.Ordinal))] };

    private static string KindOf(string csp) => csp[..csp.IndexOf('-')];

    private static bool HonoursKeys(string csp) => csp.EndsWith("-with-keys", StringComparison.Ordinal);

    private static JsonObject TaskOrder(string id) => new()
    {
        ["taskOrderNumber"] = id,
        ["popStartDate"] = "2024-01-01",
        ["popEndDate"] = "2025-12-31",
        ["clins"] = new JsonArray(new JsonObject
        {
            ["clinNumber"] = "0001", ["type"] = "CLOUD", ["classificationLevel"] = "UNCLASSIFIED", ["popStartDate"] = "2024-01-01", ["popEndDate"] = "2025-12-31",
        }),
    };

    private static JsonObject UpdatedTaskOrder(string id)
    {
        var order = TaskOrder(id);
        order["taskOrderId"] = DemoPortfolio.TaskOrderId;
        return order;
    }
}
