using System.Text.Json.Nodes;
using Hoth.Local.Invocation;

namespace Hoth.Local.StateMachines.Interpreting;

/// <summary>Makes what <c>$$</c> is. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html</summary>
internal static class ContextObject
{
    public static JsonObject Of(Visit visit)
    {
        var execution = visit.Execution;
        return new JsonObject
        {
            ["Execution"] = new JsonObject
            {
                ["Id"] = StateMachineArns.OfExecution(execution.Machine, execution.Name),
                ["Input"] = execution.Input?.DeepClone(),
                ["Name"] = execution.Name,
                ["RoleArn"] = $"arn:aws:iam::{LocalArn.Account}:role/{execution.Machine}",
                ["StartTime"] = Instant(execution.StartedAt),
                ["RedriveCount"] = 0,
            },
            ["State"] = new JsonObject
            {
                ["EnteredTime"] = Instant(visit.EnteredAt),
                ["Name"] = visit.State.Name,
                ["RetryCount"] = visit.Retries.Sum(),
            },
            ["StateMachine"] = new JsonObject
            {
                ["Id"] = StateMachineArns.OfMachine(execution.Machine),
                ["Name"] = execution.Machine,
            },
        };
    }

    /// <summary>The context for one item, inside ItemSelector.</summary>
    public static JsonObject OfItem(Visit visit, int index, JsonNode? item)
    {
        var context = Of(visit);
        context["Map"] = new JsonObject { ["Item"] = new JsonObject { ["Index"] = index, ["Value"] = item?.DeepClone() } };
        return context;
    }

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
