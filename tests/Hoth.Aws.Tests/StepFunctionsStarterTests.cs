using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;
using Hoth.Aws.Tests.Emulators;
using Hoth.Ports;

namespace Hoth.Aws.Tests;

[Collection(nameof(Moto))]
public sealed class StepFunctionsStarterTests(Moto moto)
{
    private const string Workflow = "Provisioning";

    [SkippableFact]
    public async Task Execution_is_started_once_per_name()
    {
        using var client = TestClients.StepFunctions(moto.Require().Endpoint);
        var machine = (await client.CreateStateMachineAsync(new CreateStateMachineRequest
        {
            Name = $"machine-{Path.GetRandomFileName().Replace('.', '-')}",
            RoleArn = "arn:aws-us-gov:iam::123456789012:role/unused",
            Definition = """{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}""",
        })).StateMachineArn;
        var starter = Starter(client, machine);

        await starter.StartAsync(Workflow, "instance-1", """{"jobId":"first"}""", default);
        // The same name with another input is what Step Functions refuses.
        await starter.StartAsync(Workflow, "instance-1", """{"jobId":"second"}""", default);

        var execution = await client.DescribeExecutionAsync(new DescribeExecutionRequest
        {
            ExecutionArn = machine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal) + ":instance-1",
        });
        execution.Input.ShouldBe("""{"jobId":"first"}""");
    }

    [Fact]
    public async Task Execution_that_exists_already_is_what_was_wanted()
    {
        using var aws = new ScriptedAws(400, """{ "__type": "ExecutionAlreadyExists", "message": "Execution Already Exists" }""");
        using var client = TestClients.StepFunctions(aws.Endpoint);

        await Starter(client, "arn:m").StartAsync(Workflow, "instance-1", "{}", default);

        aws.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData(503, "Service Unavailable")]
    [InlineData(400, """{ "__type": "ThrottlingException", "message": "no" }""")]
    public async Task Workflow_is_unavailable_when_Step_Functions_is(int status, string body)
    {
        using var aws = new ScriptedAws(status, body);
        using var client = TestClients.StepFunctions(aws.Endpoint);

        var unavailable = await Should.ThrowAsync<PortUnavailableException>(() => Starter(client, "arn:m").StartAsync(Workflow, "instance-1", "{}", default));

        unavailable.Port.ShouldBe($"workflow {Workflow}");
        aws.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task Mistakes_of_ours_propagate_at_once()
    {
        using var aws = new ScriptedAws(400, """{ "__type": "StateMachineDoesNotExist", "message": "no" }""");
        using var client = TestClients.StepFunctions(aws.Endpoint);

        await Should.ThrowAsync<StateMachineDoesNotExistException>(() => Starter(client, "arn:m").StartAsync(Workflow, "instance-1", "{}", default));
        await Should.ThrowAsync<ArgumentException>(() => Starter(client, "arn:m").StartAsync("Another", "instance-1", "{}", default));

        aws.Requests.ShouldBe(1);
    }

    private static StepFunctionsStarter Starter(IAmazonStepFunctions client, string machine) =>
        new(client, new Dictionary<string, string> { [Workflow] = machine });
}
