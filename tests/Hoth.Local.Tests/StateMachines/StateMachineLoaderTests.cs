using Hoth.Local.StateMachines;
using Hoth.Local.StateMachines.Loading;

namespace Hoth.Local.Tests.StateMachines;

public sealed class StateMachineLoaderTests
{
    private const string Task = """ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "F" } """;

    [Fact]
    public void Load_reports_every_violation_when_there_are_several()
    {
        const string Machine = """
            {
              "StartAt": "Nowhere", "Colour": "red",
              "States": {
                "A": { "Type": "Pass", "Next": "B", "Result": 1, "Assign": {} },
                "B": { "Type": "Activity" },
                "C": { "Type": "Wait", "Seconds": 1, "SecondsPath": "$.x", "End": true }
              }
            }
            """;

        var violations = Violations(Machine);

        violations.ShouldContain(violation => violation.Contains("StartAt") && violation.Contains("Nowhere"));
        violations.ShouldContain(violation => violation.Contains("Colour"));
        violations.ShouldContain(violation => violation.Contains("'A'") && violation.Contains("Assign"));
        violations.ShouldContain(violation => violation.Contains("'B'") && violation.Contains("Type"));
        violations.ShouldContain(violation => violation.Contains("'C'") && violation.Contains("Seconds"));
    }

    [Theory]
    [InlineData("""{ "Type": "Pass" }""", "Next")]
    [InlineData("""{ "Type": "Pass", "End": true, "Next": "A" }""", "Next")]
    [InlineData("""{ "Type": "Pass", "Next": "Z" }""", "Next")]
    [InlineData("""{ "Type": "Pass", "End": true, "QueryLanguage": "JSONata" }""", "QueryLanguage")]
    [InlineData("""{ "Type": "Pass", "End": true, "Output": "{% 1 %}" }""", "Output")]
    [InlineData("""{ "Type": "Pass", "End": true, "InputPath": "$..x" }""", "InputPath")]
    [InlineData("""{ "Type": "Pass", "End": true, "InputPath": "$[?(@.a)]" }""", "InputPath")]
    [InlineData("""{ "Type": "Pass", "End": true, "ResultPath": "$.a[*]" }""", "ResultPath")]
    [InlineData("""{ "Type": "Pass", "End": true, "ResultPath": "$$.a" }""", "ResultPath")]
    [InlineData("""{ "Type": "Pass", "End": true, "Parameters": { "a.$": "States.Hash($.a, 'MD5')" } }""", "Parameters.a.$")]
    [InlineData("""{ "Type": "Pass", "End": true, "Parameters": { "a.$": "States.MathAdd(1)" } }""", "Parameters.a.$")]
    [InlineData("""{ "Type": "Pass", "End": true, "Parameters": { "a.$": 5 } }""", "Parameters.a.$")]
    [InlineData("""{ "Type": "Pass", "End": true, "Retry": [] }""", "Retry")]
    [InlineData("""{ "Type": "Wait", "End": true }""", "Seconds")]
    [InlineData("""{ "Type": "Wait", "Timestamp": "2024-01-01", "End": true }""", "Timestamp")]
    [InlineData("""{ "Type": "Wait", "Seconds": 1.5, "End": true }""", "Seconds")]
    [InlineData("""{ "Type": "Succeed", "End": true }""", "End")]
    [InlineData("""{ "Type": "Fail", "Error": "E", "ErrorPath": "$.e" }""", "ErrorPath")]
    [InlineData("""{ "Type": "Choice", "Choices": [] }""", "Choices")]
    [InlineData("""{ "Type": "Choice", "Choices": [ { "Variable": "$.a", "Next": "A" } ] }""", "Variable")]
    [InlineData("""{ "Type": "Choice", "Choices": [ { "Variable": "$.a", "NumericEquals": "1", "Next": "A" } ] }""", "NumericEquals")]
    [InlineData("""{ "Type": "Choice", "Choices": [ { "Variable": "$.a", "NumericEquals": 1, "StringEquals": "x", "Next": "A" } ] }""", "Variable")]
    [InlineData("""{ "Type": "Choice", "Choices": [ { "Not": { "Variable": "$.a", "IsNull": true, "Next": "A" }, "Next": "A" } ] }""", "Next")]
    [InlineData("""{ "Type": "Choice", "Choices": [ { "Variable": "$.a", "IsNull": true } ] }""", "Next")]
    [InlineData("""{ "Type": "Map", "End": true }""", "ItemProcessor")]
    [InlineData("""{ "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED" }, "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "Mode")]
    [InlineData("""{ "Type": "Map", "ItemReader": {}, "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "ItemReader")]
    [InlineData("""{ "Type": "Map", "ItemsPath": "$.a[*]", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "ItemsPath")]
    [InlineData("""{ "Type": "Map", "ItemsPath": "States.Array(1)", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "ItemsPath")]
    [InlineData("""{ "Type": "Map", "ItemsPath": ["a"], "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "ItemsPath")]
    [InlineData("""{ "Type": "Map", "MaxConcurrency": -1, "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "MaxConcurrency")]
    [InlineData("""{ "Type": "Map", "MaxConcurrency": 1.5, "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "MaxConcurrency")]
    [InlineData("""{ "Type": "Map", "MaxConcurrencyPath": "$$.Execution.Input.n", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "MaxConcurrencyPath")]
    [InlineData("""{ "Type": "Map", "MaxConcurrency": 1, "MaxConcurrencyPath": "$.n", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "MaxConcurrencyPath")]
    [InlineData("""{ "Type": "Map", "ItemSelector": "$.a", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "ItemSelector")]
    [InlineData("""{ "Type": "Map", "ItemSelector": {}, "Parameters": {}, "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "Parameters")]
    [InlineData("""{ "Type": "Map", "ToleratedFailureCount": 1, "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "ToleratedFailureCount")]
    [InlineData("""{ "Type": "Map", "ItemBatcher": {}, "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "ItemBatcher")]
    [InlineData("""{ "Type": "Map", "ResultWriter": {}, "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "ResultWriter")]
    [InlineData("""{ "Type": "Map", "TimeoutSeconds": 1, "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "TimeoutSeconds")]
    [InlineData("""{ "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "INLINE", "ExecutionType": "STANDARD" }, "StartAt": "I", "States": { "I": { "Type": "Succeed" } } }, "End": true }""", "ExecutionType")]
    [InlineData("""{ "Type": "Map", "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Pass", "Next": "A" } } }, "End": true }""", "Next")]
    [InlineData("""{ "Type": "Map", "ItemProcessor": { "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }, "End": true }""", "name")]
    [InlineData("""{ "Type": "Parallel", "Branches": [], "End": true }""", "Branches")]
    [InlineData("""{ "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": { "FunctionName": "F" }, "End": true }""", "Resource")]
    [InlineData("""{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Parameters": { "FunctionName": "F" }, "End": true }""", "Resource")]
    [InlineData("""{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "F", "InvocationType": "Event" }, "End": true }""", "Parameters.InvocationType")]
    [InlineData("""{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true }""", "Parameters")]
    [InlineData($$"""{ {{Task}}, "HeartbeatSeconds": 5, "End": true }""", "HeartbeatSeconds")]
    [InlineData($$"""{ {{Task}}, "TimeoutSeconds": 0, "End": true }""", "TimeoutSeconds")]
    [InlineData($$"""{ {{Task}}, "Retry": [ { "ErrorEquals": [] } ], "End": true }""", "ErrorEquals")]
    [InlineData($$"""{ {{Task}}, "Retry": [ { "ErrorEquals": ["States.ALL", "X"] } ], "End": true }""", "Retry[0].ErrorEquals")]
    [InlineData($$"""{ {{Task}}, "Retry": [ { "ErrorEquals": ["X"], "BackoffRate": 0.5 } ], "End": true }""", "BackoffRate")]
    [InlineData($$"""{ {{Task}}, "Retry": [ { "ErrorEquals": ["X"], "IntervalSeconds": 9, "MaxDelaySeconds": 9 } ], "End": true }""", "MaxDelaySeconds")]
    [InlineData($$"""{ {{Task}}, "Retry": [ { "ErrorEquals": ["X"], "JitterStrategy": "HALF" } ], "End": true }""", "JitterStrategy")]
    [InlineData($$"""{ {{Task}}, "Catch": [ { "ErrorEquals": ["States.ALL"], "Next": "A" }, { "ErrorEquals": ["X"], "Next": "A" } ], "End": true }""", "Catch[0].ErrorEquals")]
    [InlineData($$"""{ {{Task}}, "Catch": [ { "ErrorEquals": ["X"], "Next": "Z" } ], "End": true }""", "Catch[0].Next")]
    public void Load_names_state_and_field_when_something_is_not_supported(string state, string field)
    {
        var violations = Violations($$"""{ "StartAt": "A", "States": { "A": {{state}} } }""");

        violations.ShouldContain(violation => violation.Contains("'A'") && violation.Contains($"field {field}:"), string.Join("\n", violations));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "StartAt": "A", "StartAt": "A", "States": {} }""")]
    [InlineData("""{ "StartAt": "A", "States": {} }""")]
    public void Load_refuses_when_the_file_is_no_machine(string json) => Violations(json).ShouldNotBeEmpty();

    [Fact]
    public void Load_names_the_placeholder_when_nothing_is_known_for_it() => Violations("""
        { "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:${Partition}:states:::lambda:invoke", "Parameters": { "FunctionName": "${Missing}" }, "End": true } } }
        """).ShouldHaveSingleItem().ShouldContain("${Missing}");

    private static IReadOnlyList<string> Violations(string machine) => Should.Throw<StateMachineException>(
        () => StateMachineLoader.Load("machine", machine, new Dictionary<string, string> { ["Partition"] = "aws" })).Violations;
}
