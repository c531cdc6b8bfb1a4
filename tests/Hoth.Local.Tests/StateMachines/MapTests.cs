using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Executions;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>What the corpus cannot see of Map states: kills, time, what is cancelled, what is stored.</summary>
public sealed class MapTests
{
    private const string F = """ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "F", "Payload.$": "$" }, "OutputPath": "$.Payload" """;

    private const string G = """ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "G", "Payload.$": "$" }, "OutputPath": "$.Payload" """;

    private const string Echoes = """{ "F": [ { "echo": true } ], "G": [ { "echo": true } ] }""";

    private const string Hangs = """{ "F": [ { "hang": true } ] }""";

    [Fact]
    public async Task Task_is_called_once_for_each_item_when_killed_at_every_step()
    {
        await using var rig = Rig($$"""{ "I": { {{F}}, "Next": "J" }, "J": { {{G}}, "End": true } }""", Echoes, more: """ "MaxConcurrency": 1, """);
        rig.Kill = point => point == ExecutionFaultPoint.StateSaved;

        var end = await rig.RunAsync("[1,2,3]");

        end.Output.ShouldBe("[1,2,3]");
        rig.Tasks.Calls.ShouldBe([("F", "1"), ("G", "1"), ("F", "2"), ("G", "2"), ("F", "3"), ("G", "3")]);
    }

    [Fact]
    public async Task Only_tasks_under_way_are_called_again_when_killed()
    {
        var tasks = JsonNode.Parse("""{ "F": [ { "when": 2, "hang": true }, { "echo": true } ] }""")!.AsObject();
        await using var rig = Rig($$"""{ "I": { {{F}}, "End": true } }""", tasks);
        rig.Tasks.Hangs = _ => { };
        rig.Executions.Resume();
        await rig.StartAsync("[1,2,3]");
        await rig.UntilAsync(now => ItemsDone(now) == 2);
        while (rig.Tasks.Calls.Count < 3) await Task.Yield();

        tasks["F"] = new JsonArray(new JsonObject { ["echo"] = true });
        await rig.ReopenAsync();

        (await rig.EndOfAsync()).Output.ShouldBe("[1,2,3]");
        rig.Tasks.Calls.Select(call => call.Payload).Order().ShouldBe(["1", "2", "2", "3"]);
    }

    [Fact]
    public async Task Wait_in_an_item_has_its_remaining_time_when_the_process_was_killed()
    {
        await using var rig = Rig("""{ "W": { "Type": "Wait", "SecondsPath": "$", "End": true } }""", Echoes);
        var start = rig.Clock.GetUtcNow();
        rig.Executions.Resume();
        await rig.StartAsync("[300,100]");
        await rig.TimersAsync(2);
        rig.Clock.Advance(TimeSpan.FromSeconds(40));

        await rig.ReopenAsync();
        await rig.TimersAsync(2);
        rig.Clock.Advance(TimeSpan.FromSeconds(60));
        await rig.UntilAsync(now => ItemsDone(now) == 1);
        await rig.ReopenAsync();
        await rig.TimersAsync(1);
        rig.Clock.Advance(TimeSpan.FromSeconds(200));

        var end = await rig.EndOfAsync();
        end.Output.ShouldBe("[300,100]");
        end.History.Where(e => e.Type == HistoryEventType.StateExited && e.State == "W").Select(e => (e.Branch, e.At - start))
            .ShouldBe([("/1", TimeSpan.FromSeconds(100)), ("/0", TimeSpan.FromSeconds(300))]);
    }

    [Fact]
    public async Task Retry_delay_in_an_item_has_its_remaining_time_when_the_process_was_killed()
    {
        await using var rig = Rig(
            $$"""{ "I": { {{F}}, "Retry": [ { "ErrorEquals": ["Shaky"], "IntervalSeconds": 100 } ], "End": true } }""",
            """{ "F": [ { "error": "Shaky" }, { "result": "done" } ] }""");
        var start = rig.Clock.GetUtcNow();
        rig.Executions.Resume();
        await rig.StartAsync("[1]");
        await rig.TimersAsync(1);
        rig.Clock.Advance(TimeSpan.FromSeconds(40));

        await rig.ReopenAsync();
        await rig.TimersAsync(1);
        rig.Clock.Advance(TimeSpan.FromSeconds(60));

        var end = await rig.EndOfAsync();
        (end.Output, end.EndedAt - start).ShouldBe(("""["done"]""", TimeSpan.FromSeconds(100)));
    }

    [Fact]
    public async Task Nothing_is_called_again_when_killed_after_the_failure_of_an_item()
    {
        const string Item = $$"""
            {
              "C": { "Type": "Choice", "Choices": [ { "Variable": "$", "NumericEquals": 2, "Next": "Short" } ], "Default": "I" },
              "I": { {{F}}, "End": true },
              "Short": { "Type": "Wait", "Seconds": 10, "Next": "Bad" },
              "Bad": { "Type": "Fail", "Error": "E1" }
            }
            """;
        await using var rig = Rig(Item, Hangs, more: """ "MaxConcurrency": 2, "Catch": [ { "ErrorEquals": ["E1"], "ResultPath": null, "Next": "After" } ], """);
        await HangingAsync(rig, "[1,2,3]", timers: 1);
        var killed = 0;
        rig.Kill = _ => rig.Frames().Values.Any(frame => frame.Phase == FramePhase.Failed) && Interlocked.Exchange(ref killed, 1) == 0;

        rig.Clock.Advance(TimeSpan.FromSeconds(10));

        (await rig.EndOfAsync()).Status.ShouldBe(ExecutionStatus.Succeeded);
        killed.ShouldBe(1);
        rig.Tasks.Calls.ShouldBe([("F", "1")]);
    }

    [Fact]
    public async Task Every_item_runs_again_when_killed_while_the_Map_is_retried()
    {
        await using var rig = Rig(
            $$"""{ "I": { {{F}}, "End": true } }""", """{ "F": [ { "result": "a" }, { "error": "E1" }, { "result": "b" }, { "result": "c" } ] }""",
            more: """ "MaxConcurrency": 1, "Retry": [ { "ErrorEquals": ["E1"], "MaxAttempts": 1 } ], """);
        rig.Kill = point => point == ExecutionFaultPoint.StateSaved;

        var end = await rig.RunAsync("[1,2]");

        end.Output.ShouldBe("""["b","c"]""");
        rig.Tasks.Calls.Select(call => call.Payload).ShouldBe(["1", "2", "1", "2"]);
    }

    [Fact]
    public async Task Task_of_an_inner_Map_is_called_once_for_each_item_when_killed_at_every_step()
    {
        await using var rig = Rig(
            $$"""{ "M": { "Type": "Map", "MaxConcurrency": 1, "End": true, "ItemProcessor": { "StartAt": "I", "States": { "I": { {{F}}, "End": true } } } } }""",
            Echoes, more: """ "MaxConcurrency": 1, """);
        rig.Kill = point => point == ExecutionFaultPoint.StateSaved;

        var end = await rig.RunAsync("[[1,2],[],[3]]");

        end.Output.ShouldBe("[[1,2],[],[3]]");
        rig.Tasks.Calls.Select(call => call.Payload).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Outputs_are_in_the_order_of_the_items_when_the_last_is_done_first()
    {
        await using var rig = Rig("""{ "W": { "Type": "Wait", "SecondsPath": "$", "End": true } }""", Echoes);

        rig.Executions.Resume();
        await rig.StartAsync("[300,200,100]");
        await rig.TimersAsync(3);

        for (var done = 1; done <= 3; done++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(100));
            await rig.UntilAsync(now => ItemsDone(now) == done);
        }

        var end = await rig.EndOfAsync();
        end.Output.ShouldBe("[300,200,100]");
        end.History.Where(e => e.Type == HistoryEventType.StateExited && e.State == "W").Select(e => e.Branch).ShouldBe(["/2", "/1", "/0"]);
    }

    [Fact]
    public async Task Others_are_cancelled_when_an_item_fails()
    {
        const string Item = $$"""
            {
              "C": { "Type": "Choice", "Choices": [ { "Variable": "$", "NumericEquals": 1, "Next": "I" }, { "Variable": "$", "NumericEquals": 2, "Next": "Long" } ], "Default": "Short" },
              "I": { {{F}}, "End": true },
              "Long": { "Type": "Wait", "Seconds": 1000, "End": true },
              "Short": { "Type": "Wait", "Seconds": 10, "Next": "Bad" },
              "Bad": { "Type": "Fail", "Error": "E1" }
            }
            """;
        await using var rig = Rig(Item, Hangs, more: """ "Catch": [ { "ErrorEquals": ["E1"], "ResultPath": null, "Next": "After" } ], """);
        var start = rig.Clock.GetUtcNow();
        await HangingAsync(rig, "[1,2,3]", timers: 2);

        rig.Clock.Advance(TimeSpan.FromSeconds(10));

        // Without the help of a rig that moves the clock to the long wait.
        var end = await rig.UntilAsync(now => now.EndedAt is not null);
        (end.Status, end.EndedAt - start).ShouldBe((ExecutionStatus.Succeeded, TimeSpan.FromSeconds(10)));
        rig.Tasks.Abandoned.ShouldBe(["1"]);
        rig.Clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Items_end_when_the_execution_is_stopped()
    {
        await using var rig = Rig(Mixed(wait: 1000), Hangs);
        await HangingAsync(rig, "[1,2]", timers: 1);

        await rig.Executions.StopAsync("one", "Operator", "by hand", default);

        (await rig.EndOfAsync()).Status.ShouldBe(ExecutionStatus.Aborted);
        await OverAsync(rig);
    }

    [Fact]
    public async Task Items_end_when_the_machines_time_is_over()
    {
        await using var rig = Rig(Mixed(wait: 1000), Hangs, timeout: """ "TimeoutSeconds": 100, """);
        await HangingAsync(rig, "[1,2]", timers: 2);

        rig.Clock.Advance(TimeSpan.FromSeconds(100));

        var end = await rig.EndOfAsync();
        (end.Status, end.Error).ShouldBe((ExecutionStatus.TimedOut, "States.Timeout"));
        await OverAsync(rig);
    }

    [Fact]
    public async Task Other_execution_is_not_held_up_when_the_functions_of_a_Map_hang()
    {
        await using var rig = Rig($$"""{ "I": { {{F}}, "End": true } }""", """{ "F": [ { "when": "quick", "echo": true }, { "hang": true } ] }""");
        rig.Tasks.Hangs = _ => { };
        rig.Executions.Resume();
        await rig.StartAsync(new JsonArray([.. Enumerable.Range(0, 100).Select(i => (JsonNode)i)]).ToJsonString());
        while (rig.Tasks.Calls.Count < 10) await Task.Yield();

        var end = await rig.RunAsync("""["quick"]""", "two");

        end.Output.ShouldBe("""["quick"]""");
        rig.Tasks.Calls.Count.ShouldBe(11);
    }

    [Fact]
    public async Task Bytes_grow_with_the_items_and_not_with_their_square()
    {
        var fifty = await BytesAsync(50);

        (await BytesAsync(200)).ShouldBeLessThan(fifty * 5);
    }

    private static async Task<long> BytesAsync(int items)
    {
        await using var rig = Rig($$"""{ "I": { {{F}}, "Next": "J" }, "J": { {{G}}, "Next": "K" }, "K": { "Type": "Succeed" } }""", Echoes);
        var bytes = rig.CountFrameBytes();
        var input = new JsonArray([.. Enumerable.Range(0, items).Select(i => (JsonNode)$"{i:D3}{new string('x', 500)}")]).ToJsonString();

        (await rig.RunAsync(input)).Output.ShouldBe(input);

        return bytes();
    }

    private static string Mixed(int wait) => $$"""
        {
          "C": { "Type": "Choice", "Choices": [ { "Variable": "$", "NumericEquals": 1, "Next": "I" } ], "Default": "W" },
          "I": { {{F}}, "End": true },
          "W": { "Type": "Wait", "Seconds": {{wait}}, "Next": "I2" },
          "I2": { {{F}}, "End": true }
        }
        """;

    private static ExecutionRig Rig(string states, string tasks, string more = "", string timeout = "") =>
        Rig(states, JsonNode.Parse(tasks)!.AsObject(), more, timeout);

    private static ExecutionRig Rig(string states, JsonObject tasks, string more = "", string timeout = "")
    {
        var first = JsonNode.Parse(states)!.AsObject().First().Key;
        return new ExecutionRig($$"""
            { "StartAt": "Each", {{timeout}} "States": {
              "Each": { "Type": "Map", {{more}} "ItemProcessor": { "StartAt": "{{first}}", "States": {{states}} }, "Next": "After" },
              "After": { "Type": "Succeed" } } }
            """, tasks);
    }

    private static int ItemsDone(ExecutionDescription now) => now.History.Count(e => e.Type == HistoryEventType.StateExited && e.Branch.Length > 0);

    /// <summary>Starts, and returns when a function was called that does not answer, and the clock has this many timers.</summary>
    private static async Task HangingAsync(ExecutionRig rig, string input, int timers)
    {
        var called = new TaskCompletionSource();
        rig.Tasks.Hangs = _ => called.TrySetResult();
        rig.Executions.Resume();
        await rig.StartAsync(input);
        await called.Task;
        await rig.TimersAsync(timers);
    }

    /// <summary>Nobody waits for the one call there was, for a timer or at a place.</summary>
    private static async Task OverAsync(ExecutionRig rig)
    {
        await rig.ReopenAsync();
        rig.Tasks.Abandoned.ShouldBe(["1"]);
        rig.Tasks.Calls.ShouldBe([("F", "1")]);
        rig.Clock.PendingTimers.ShouldBe(0);
        rig.Frames().ShouldBeEmpty();
    }
}
