using System.Text.Json;

namespace Hoth.Local.StateMachines.Executions;

/// <summary>An execution that failed, timed out or was aborted: what EventBridge says in AWS.</summary>
/// <param name="Workflow">The machine's name.</param>
/// <param name="Name">The execution's name.</param>
/// <param name="Status">Failed, TimedOut or Aborted.</param>
/// <param name="Input">The execution's input, JSON.</param>
/// <param name="Error">An error name.</param>
/// <param name="Cause">More about it.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ExecutionEnded(
    string Workflow, string Name, ExecutionStatus Status, string Input, string? Error, string? Cause, DateTimeOffset StartedAt, DateTimeOffset EndedAt)
{
    /// <summary>The event as Step Functions sends it. https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html</summary>
    public JsonElement ToEvent() => JsonSerializer.SerializeToElement(new Dictionary<string, object?>
    {
        ["version"] = "0",
        ["source"] = "aws.states",
        ["detail-type"] = "Step Functions Execution Status Change",
        ["time"] = EndedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ["detail"] = new Dictionary<string, object?>
        {
            ["name"] = Name,
            ["stateMachineArn"] = StateMachineArns.OfMachine(Workflow),
            ["executionArn"] = StateMachineArns.OfExecution(Workflow, Name),
            ["status"] = Status switch { ExecutionStatus.TimedOut => "TIMED_OUT", ExecutionStatus.Aborted => "ABORTED", _ => "FAILED" },
            ["startDate"] = StartedAt.ToUnixTimeMilliseconds(),
            ["stopDate"] = EndedAt.ToUnixTimeMilliseconds(),
            ["input"] = Input,
            ["inputDetails"] = new { included = true },
            ["output"] = null,
            ["error"] = Error,
            ["cause"] = Cause,
        },
    });
}
