using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Executions;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>The process dies after each durable step in turn; the next one goes on from the database.</summary>
public sealed class ExecutionKillTests
{
    private const string Machine = """
        {
          "StartAt": "First",
          "States": {
            "First": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "First", "Payload": {} },
              "ResultPath": null, "Retry": [ { "ErrorEquals": ["Shaky"], "MaxAttempts": 2 } ], "Next": "Pause" },
            "Pause": { "Type": "Wait", "Seconds": 3600, "Next": "Each" },
            "Each": { "Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 2, "Next": "Both", "ResultPath": "$.each",
              "ItemProcessor": { "StartAt": "Item", "States": {
                "Item": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "Item", "Payload.$": "$" },
                  "OutputPath": "$.Payload", "Next": "Rest" },
                "Rest": { "Type": "Wait", "Seconds": 5, "End": true } } } },
            "Both": { "Type": "Parallel", "ResultPath": "$.both", "End": true, "Branches": [
              { "StartAt": "Left", "States": { "Left": { "Type": "Pass", "Result": "l", "End": true } } },
              { "StartAt": "Right", "States": { "Right": { "Type": "Pass", "Result": "r", "End": true } } } ] }
          }
        }
        """;

    private const string Input = """{"items":[1,2,3]}""";

    private const string Output = """{"items":[1,2,3],"each":[1,2,3],"both":["l","r"]}""";

    /// <summary>More steps than the machine has.</summary>
    public static TheoryData<int> Steps => [.. Enumerable.Range(1, 28)];

    private static JsonObject Tasks => JsonNode.Parse("""
        { "First": [ { "error": "Shaky", "message": "m" }, { "result": 1 } ], "Item": [ { "echo": true } ] }
        """)!.AsObject();

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Execution_ends_as_if_nothing_had_happened_when_killed_at_one_step(int step)
    {
        await using var rig = new ExecutionRig(Machine, Tasks);
        var passed = 0;
        rig.Kill = _ => Interlocked.Increment(ref passed) == step;

        var end = await rig.RunAsync(Input);

        end.Status.ShouldBe(ExecutionStatus.Succeeded);
        JsonNode.DeepEquals(JsonNode.Parse(end.Output!), JsonNode.Parse(Output)).ShouldBeTrue(end.Output);
        rig.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Execution_ends_as_if_nothing_had_happened_when_killed_at_every_step()
    {
        await using var rig = new ExecutionRig(Machine, Tasks);

        // A task's answer is not durable: killed there every time, no process would ever come further.
        rig.Kill = point => point == ExecutionFaultPoint.StateSaved;

        var end = await rig.RunAsync(Input);

        end.Status.ShouldBe(ExecutionStatus.Succeeded);
        JsonNode.DeepEquals(JsonNode.Parse(end.Output!), JsonNode.Parse(Output)).ShouldBeTrue(end.Output);
    }

    [Fact]
    public async Task Function_is_called_once_when_its_result_was_kept_before_the_kill()
    {
        await using var rig = new ExecutionRig(Machine, Tasks);
        rig.Kill = point => point == ExecutionFaultPoint.StateSaved;

        await rig.RunAsync(Input);

        rig.Tasks.Calls.Count(call => call.Function == "First").ShouldBe(2, "one failure, one success");
        rig.Tasks.Calls.Where(call => call.Function == "Item").Select(call => call.Payload).Order().Distinct().ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Retries_are_not_counted_afresh_when_killed_between_them()
    {
        var tasks = JsonNode.Parse("""{ "First": [ { "error": "Shaky", "message": "m" } ] }""")!.AsObject();
        await using var rig = new ExecutionRig(Machine, tasks);
        rig.Kill = point => point == ExecutionFaultPoint.StateSaved;

        var end = await rig.RunAsync(Input);

        end.Error.ShouldBe("Shaky");
        rig.Tasks.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Execution_goes_on_with_the_definition_it_was_started_with_when_another_is_loaded()
    {
        await using var rig = new ExecutionRig("""{ "StartAt": "W", "States": { "W": { "Type": "Wait", "Seconds": 60, "Next": "P" }, "P": { "Type": "Pass", "Result": "old", "End": true } } }""");
        rig.Executions.Resume();
        await rig.StartAsync();
        await rig.PassedAsync(ExecutionFaultPoint.StateSaved);

        await rig.ReopenAsync("""{ "StartAt": "P", "States": { "P": { "Type": "Pass", "Result": "new", "End": true } } }""");

        (await rig.EndOfAsync()).Output.ShouldBe("\"old\"");
        (await rig.RunAsync(name: "two")).Output.ShouldBe("\"new\"");
    }
}
