using System.Text.Json.Nodes;
using Hoth.Local.StateMachines;
using Hoth.Local.StateMachines.Interpreting;
using Hoth.Local.StateMachines.Loading;
using Hoth.Local.StateMachines.Model;
using Hoth.Ports;

namespace Hoth.Local.Tests.StateMachines;

/// <summary>What the corpus cannot see: delays, jitter, ids and the context object.</summary>
public sealed class InterpreterTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 12)]
    [InlineData(2, 20)]
    [InlineData(3, 20)]
    public void Delay_grows_by_the_rate_up_to_the_maximum_when_there_is_no_jitter(int retries, double seconds) =>
        new Retrier(["X"], TimeSpan.FromSeconds(4), 9, 3, TimeSpan.FromSeconds(20), FullJitter: false)
            .DelayBefore(retries, 0.1).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 10)]
    public void Delay_is_a_part_of_the_calculated_one_when_jitter_is_full(double random, double seconds) =>
        new Retrier(["X"], TimeSpan.FromSeconds(4), 9, 3, TimeSpan.FromSeconds(20), FullJitter: true)
            .DelayBefore(5, random).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Delay_is_bounded_when_the_backoff_overflows() =>
        new Retrier(["X"], TimeSpan.FromSeconds(4), 9, 1e300, null, FullJitter: false).DelayBefore(9, 0).ShouldBe(TimeSpan.FromSeconds(99_999_999));

    [Fact]
    public void Retry_uses_the_given_randomness_when_jitter_is_full()
    {
        var visit = Visit("""
            { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "F" }, "End": true,
              "Retry": [ { "ErrorEquals": ["X"], "IntervalSeconds": 10, "JitterStrategy": "FULL" } ] }
            """);

        Interpreter(random: 0.3).Fail(visit, new StateError("X", null)).ShouldBeOfType<Step.Retry>().Delay.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void UUID_is_one_of_version_4_and_comes_from_the_ids()
    {
        var visit = Visit("""{ "Type": "Pass", "Parameters": { "id.$": "States.UUID()" }, "End": true }""");

        var first = Output(Interpreter("a").Begin(visit, Now));

        first["id"]!.GetValue<string>().ShouldMatch("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        Output(Interpreter("a").Begin(visit, Now)).ToJsonString().ShouldBe(first.ToJsonString());
        Output(Interpreter("b").Begin(visit, Now)).ToJsonString().ShouldNotBe(first.ToJsonString());
    }

    [Fact]
    public void Context_tells_about_execution_state_and_machine()
    {
        var visit = Visit("""{ "Type": "Pass", "Parameters": { "c.$": "$$" }, "End": true }""");

        var context = Output(Interpreter().Begin(visit, Now))["c"]!;

        context["Execution"]!["Name"]!.GetValue<string>().ShouldBe("one");
        context["Execution"]!["StartTime"]!.GetValue<string>().ShouldBe("2030-01-02T03:04:04.000Z");
        context["Execution"]!["Id"]!.GetValue<string>().ShouldBe("arn:aws:states:local:000000000000:execution:machine:one");
        context["State"]!["EnteredTime"]!.GetValue<string>().ShouldBe("2030-01-02T03:04:05.000Z");
        context["State"]!["RetryCount"]!.GetValue<int>().ShouldBe(0);
        context["StateMachine"]!["Name"]!.GetValue<string>().ShouldBe("machine");
    }

    [Fact]
    public void Task_has_the_time_of_its_state_and_an_empty_payload_when_none_is_given()
    {
        var visit = Visit("""
            { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "F" }, "TimeoutSeconds": 7, "End": true }
            """);

        var invoke = Interpreter().Begin(visit, Now).ShouldBeOfType<Step.Invoke>();

        (invoke.Function, invoke.Timeout, invoke.Payload!.ToJsonString()).ShouldBe(("F", TimeSpan.FromSeconds(7), "{}"));
    }

    [Fact]
    public void Wait_is_until_the_seconds_from_now_when_it_begins() =>
        Interpreter().Begin(Visit("""{ "Type": "Wait", "Seconds": 90, "End": true }"""), Now).ShouldBeOfType<Step.Wait>().Until.ShouldBe(Now.AddSeconds(90));

    [Theory]
    [InlineData("", 40)]
    [InlineData(""" "MaxConcurrency": 0, """, 40)]
    [InlineData(""" "MaxConcurrency": 1, """, 1)]
    [InlineData(""" "MaxConcurrency": 40, """, 40)]
    [InlineData(""" "MaxConcurrency": 1000, """, 40)]
    [InlineData(""" "MaxConcurrencyPath": "$.a", """, 1)]
    public void Map_runs_as_many_items_at_once_as_it_says_and_40_at_most(string concurrency, int expected) =>
        Interpreter().Begin(Visit($$"""
            { "Type": "Map", {{concurrency}} "ItemsPath": "$.all", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }
            """, """{"a":1,"all":[1,2]}"""), Now).ShouldBeOfType<Step.Fork>().MaxConcurrency.ShouldBe(expected);

    [Fact]
    public void Input_is_never_changed_when_a_result_is_put_into_it()
    {
        var visit = Visit("""{ "Type": "Pass", "Result": 1, "ResultPath": "$.x.y", "End": true }""");

        Interpreter().Begin(visit, Now);

        visit.Input!.ToJsonString().ShouldBe("""{"a":1}""");
    }

    private static JsonNode Output(Step step) => step.ShouldBeOfType<Step.End>().Output!;

    private static Interpreter Interpreter(string id = "id", double random = 0) => new(new FixedIds(id, random));

    private static Visit Visit(string state, string json = """{"a":1}""")
    {
        var graph = StateMachineLoader.Load("machine", $$"""{ "StartAt": "A", "States": { "A": {{state}} } }""", new Dictionary<string, string>()).Graph;
        var input = JsonNode.Parse(json);
        return new Visit(graph.States["A"], input, Now, [0], new ExecutionFacts("machine", "one", input, Now.AddSeconds(-1)));
    }

    private sealed class FixedIds(string id, double random) : IIds
    {
        public string NewId() => id;

        public double NextDouble() => random;
    }
}
