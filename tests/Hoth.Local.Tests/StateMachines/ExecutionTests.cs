using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Executions;
using Hoth.Ports;

namespace Hoth.Local.Tests.StateMachines;

public sealed class ExecutionTests
{
    private const string Waits = """
        { "StartAt": "W", "TimeoutSeconds": 100, "States": { "W": { "Type": "Wait", "Seconds": 60, "Next": "P" }, "P": { "Type": "Pass", "End": true } } }
        """;

    private const string Passes = """{ "StartAt": "P", "States": { "P": { "Type": "Pass", "End": true } } }""";

    private const string Fails = """{ "StartAt": "F", "States": { "F": { "Type": "Fail", "Error": "Mine", "Cause": "because" } } }""";

    private const string Calls = """
        { "StartAt": "T", "States": { "T": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 30,
          "Parameters": { "FunctionName": "F", "Payload.$": "$" }, "OutputPath": "$.Payload", "End": true } } }
        """;

    [Fact]
    public async Task Start_does_nothing_when_the_same_was_started_before()
    {
        await using var rig = new ExecutionRig(Passes);
        await rig.RunAsync("""{"a":1,"b":2}""");

        (await rig.Executions.StartExecutionAsync(ExecutionRig.Workflow, "one", """{ "b":2, "a":1 }""", default)).ShouldBeFalse();

        (await rig.DescribeAsync())!.History.Count(e => e.Type == HistoryEventType.ExecutionEnded).ShouldBe(1);
    }

    [Fact]
    public async Task Start_is_refused_when_the_name_has_another_input()
    {
        await using var rig = new ExecutionRig(Passes);
        await rig.StartAsync("""{"a":1}""");

        await Should.ThrowAsync<ExecutionAlreadyExistsException>(() => rig.Executions.StartExecutionAsync(ExecutionRig.Workflow, "one", """{"a":2}""", default));
        await ((IWorkflowStarter)rig.Executions).StartAsync(ExecutionRig.Workflow, "one", """{"a":2}""", default);

        (await rig.DescribeAsync())!.Input.ShouldBe("""{"a":1}""");
    }

    [Theory]
    [InlineData("nowhere", "one", "{}")]
    [InlineData(ExecutionRig.Workflow, "no spaces", "{}")]
    [InlineData(ExecutionRig.Workflow, "", "{}")]
    [InlineData(ExecutionRig.Workflow, "one", "{")]
    [InlineData(ExecutionRig.Workflow, "one", """{"a":1,"a":2}""")]
    public async Task Start_is_refused_when_an_argument_is_malformed(string workflow, string name, string input)
    {
        await using var rig = new ExecutionRig(Passes);

        await Should.ThrowAsync<ArgumentException>(() => rig.Executions.StartExecutionAsync(workflow, name, input, default));
    }

    [Fact]
    public async Task Input_is_refused_when_it_is_over_256_KiB()
    {
        await using var rig = new ExecutionRig(Passes);
        var limit = $"\"{new string('x', 256 * 1024 - 2)}\"";

        (await rig.RunAsync(limit)).Status.ShouldBe(ExecutionStatus.Succeeded);
        await Should.ThrowAsync<ArgumentException>(() => rig.Executions.StartExecutionAsync(ExecutionRig.Workflow, "two", limit + " ", default));
    }

    [Theory]
    [InlineData(89, false)]
    [InlineData(91, true)]
    public async Task Name_is_free_again_when_90_days_have_passed_since_the_end(int days, bool isFree)
    {
        await using var rig = new ExecutionRig(Passes);
        await rig.RunAsync();
        rig.Clock.Advance(TimeSpan.FromDays(days));

        (await rig.Executions.StartExecutionAsync(ExecutionRig.Workflow, "one", "{}", default)).ShouldBe(isFree);
    }

    [Fact]
    public async Task Wait_ends_at_its_time_when_the_clock_reaches_it()
    {
        await using var rig = new ExecutionRig(Waits);
        var start = rig.Clock.GetUtcNow();
        await WaitingAsync(rig);

        rig.Clock.Advance(TimeSpan.FromSeconds(60));

        var end = await rig.EndOfAsync();

        end.EndedAt.ShouldBe(start.AddSeconds(60));
        end.History.Select(e => (e.Type, e.State)).ShouldBe(
        [
            (HistoryEventType.StateEntered, "W"), (HistoryEventType.StateExited, "W"), (HistoryEventType.StateEntered, "P"),
            (HistoryEventType.StateExited, "P"), (HistoryEventType.ExecutionEnded, null),
        ]);
    }

    [Fact]
    public async Task Execution_times_out_when_the_machine_takes_too_long()
    {
        await using var rig = new ExecutionRig(Waits.Replace("60", "600"));
        await WaitingAsync(rig);

        rig.Clock.Advance(TimeSpan.FromSeconds(99));
        (await rig.DescribeAsync())!.Status.ShouldBe(ExecutionStatus.Running);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        var end = await rig.EndOfAsync();
        (end.Status, end.Error).ShouldBe((ExecutionStatus.TimedOut, "States.Timeout"));
        await ToldAsync(rig);
        rig.Told.Single().Status.ShouldBe(ExecutionStatus.TimedOut);
    }

    [Fact]
    public async Task Execution_times_out_when_its_time_passed_while_no_process_ran()
    {
        await using var rig = new ExecutionRig(Waits);
        await rig.StartAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(101));

        await rig.ReopenAsync();

        (await rig.EndOfAsync()).Status.ShouldBe(ExecutionStatus.TimedOut);
    }

    [Fact]
    public async Task Stop_aborts_when_the_execution_runs()
    {
        await using var rig = new ExecutionRig(Waits);
        rig.Executions.Resume();
        await rig.StartAsync();
        await rig.PassedAsync(ExecutionFaultPoint.StateSaved);

        (await rig.Executions.StopAsync("one", "Operator", "by hand", default)).ShouldBeTrue();
        (await rig.Executions.StopAsync("one", "Operator", "again", default)).ShouldBeFalse();

        var end = await rig.EndOfAsync();
        (end.Status, end.Error, end.Cause).ShouldBe((ExecutionStatus.Aborted, "Operator", "by hand"));
        await ToldAsync(rig);
        rig.Told.Single().ToEvent().GetProperty("detail").GetProperty("status").GetString().ShouldBe("ABORTED");
    }

    [Fact]
    public async Task Nothing_follows_when_an_execution_was_stopped_during_a_task()
    {
        var tasks = JsonNode.Parse("""{ "F": [ { "hang": true } ] }""")!.AsObject();
        await using var rig = new ExecutionRig(Calls, tasks);
        var called = new TaskCompletionSource();
        rig.Tasks.Hangs = _ => called.SetResult();
        rig.Executions.Resume();
        await rig.StartAsync();
        await called.Task;

        await rig.Executions.StopAsync("one", null, null, default);

        var end = await rig.EndOfAsync();
        (end.Status, end.Error).ShouldBe((ExecutionStatus.Aborted, null));
        rig.Tasks.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task End_is_told_once_when_the_execution_failed()
    {
        await using var rig = new ExecutionRig(Fails);

        await rig.RunAsync("""{"jobId":"j"}""");
        await ToldAsync(rig);
        await rig.ReopenAsync();
        await rig.RunAsync(name: "two");
        await ToldAsync(rig);

        rig.Told.Select(ended => (ended.Name, ended.Error, ended.Cause, ended.Input)).ShouldBe(
            [("one", "Mine", "because", """{"jobId":"j"}"""), ("two", "Mine", "because", "{}")]);
    }

    [Fact]
    public async Task End_is_told_again_when_nobody_took_care_of_it()
    {
        await using var rig = new ExecutionRig(Fails);
        rig.OnTold = _ => throw new InvalidOperationException("busy");
        await rig.RunAsync();
        await rig.TimersAsync(1);
        rig.OnTold = _ => { };

        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await ToldAsync(rig);

        rig.Told.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(ExecutionFaultPoint.Ended, 1)]
    [InlineData(ExecutionFaultPoint.EndTold, 2)]
    public async Task End_is_told_by_the_next_process_when_killed_before_it_was_taken_care_of(string point, int times)
    {
        await using var rig = new ExecutionRig(Fails);
        var killed = false;
        rig.Kill = name => name == point && !killed && (killed = true);
        rig.Executions.Resume();
        await rig.StartAsync();
        await rig.PassedAsync("killed");

        await rig.ReopenAsync();
        await ToldAsync(rig);

        rig.Told.Count.ShouldBe(times);
    }

    [Fact]
    public async Task Nobody_is_told_when_the_execution_succeeded()
    {
        await using var rig = new ExecutionRig(Passes);
        await rig.RunAsync();

        await rig.ReopenAsync();
        await rig.RunAsync(name: "two");

        rig.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Result_over_256_KiB_is_DataLimitExceeded_when_a_function_returns_it()
    {
        var tasks = new JsonObject { ["F"] = new JsonArray(new JsonObject { ["result"] = new string('x', 256 * 1024) }) };
        await using var rig = new ExecutionRig(Calls, tasks);

        (await rig.RunAsync()).Error.ShouldBe("States.DataLimitExceeded");
    }

    [Theory]
    [InlineData("States.ALL", "States.DataLimitExceeded")]
    [InlineData("States.TaskFailed", "States.DataLimitExceeded")]
    [InlineData("States.DataLimitExceeded", null)]
    public async Task DataLimitExceeded_is_caught_when_it_is_named(string name, string? error)
    {
        var machine = JsonNode.Parse(Calls)!;
        var states = machine["States"]!.AsObject();
        states["T"]!["Catch"] = new JsonArray(new JsonObject { ["ErrorEquals"] = new JsonArray(name), ["Next"] = "C" });
        states["C"] = new JsonObject { ["Type"] = "Succeed" };
        var tasks = new JsonObject { ["F"] = new JsonArray(new JsonObject { ["result"] = new string('x', 256 * 1024) }) };
        await using var rig = new ExecutionRig(machine.ToJsonString(), tasks);

        (await rig.RunAsync()).Error.ShouldBe(error);
    }

    [Fact]
    public async Task Execution_fails_when_its_history_has_25000_events()
    {
        await using var rig = new ExecutionRig("""{ "StartAt": "P", "States": { "P": { "Type": "Pass", "Next": "Q" }, "Q": { "Type": "Pass", "Next": "P" } } }""");
        await rig.StartAsync();
        rig.CountEvents(24_990);

        rig.Executions.Resume();

        var end = await rig.EndOfAsync();
        end.History.Count.ShouldBeLessThan(20);

        (end.Status, end.Error).ShouldBe((ExecutionStatus.Failed, "States.Runtime"));
    }

    [Fact]
    public async Task Map_runs_no_more_items_at_once_than_its_MaxConcurrency()
    {
        const string Machine = """
            { "StartAt": "M", "States": { "M": { "Type": "Map", "MaxConcurrency": 3, "End": true, "ItemProcessor": { "StartAt": "W", "States": {
              "W": { "Type": "Wait", "Seconds": 10, "End": true } } } } } }
            """;
        await using var rig = new ExecutionRig(Machine);
        var start = rig.Clock.GetUtcNow();

        var end = await rig.RunAsync("[1,2,3,4,5,6,7]");

        var busy = 0;
        end.History.Where(e => e.Branch.Length > 0).Max(e => busy += e.Type == HistoryEventType.StateEntered ? 1 : -1).ShouldBe(3);
        end.EndedAt!.Value.ShouldBeGreaterThanOrEqualTo(start.AddSeconds(30));
    }

    /// <summary>Starts, and returns when the Wait state and the machine's own time have set their timers.</summary>
    private static async Task WaitingAsync(ExecutionRig rig)
    {
        rig.Executions.Resume();
        await rig.StartAsync();
        await rig.TimersAsync(2);
    }

    private static async Task ToldAsync(ExecutionRig rig)
    {
        // Passed twice: told, and recorded so.
        await rig.PassedAsync(ExecutionFaultPoint.EndTold);
        await rig.PassedAsync(ExecutionFaultPoint.EndTold);
    }
}
