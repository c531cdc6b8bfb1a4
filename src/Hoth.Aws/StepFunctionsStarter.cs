using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;
using Hoth.Ports;

namespace Hoth.Aws;

/// <summary>Executions of Step Functions Standard workflows, which keep a name for 90 days.</summary>
/// <param name="stepFunctions">The client, made at the first call.</param>
/// <param name="stateMachineArns">Logical name → ARN.</param>
public sealed class StepFunctionsStarter(Lazy<IAmazonStepFunctions> stepFunctions, IReadOnlyDictionary<string, string> stateMachineArns) : IWorkflowStarter
{
    /// <summary>On a client that is there already.</summary>
    public StepFunctionsStarter(IAmazonStepFunctions stepFunctions, IReadOnlyDictionary<string, string> stateMachineArns)
        : this(new Lazy<IAmazonStepFunctions>(stepFunctions), stateMachineArns)
    {
    }

    /// <inheritdoc />
    public async Task StartAsync(string workflow, string executionName, string input, CancellationToken cancellationToken)
    {
        var request = new StartExecutionRequest { StateMachineArn = ArnOf(workflow), Name = executionName, Input = input };
        try
        {
            await AwsCall.RunAsync($"workflow {workflow}", ct => stepFunctions.Value.StartExecutionAsync(request, ct), cancellationToken);
        }
        catch (ExecutionAlreadyExistsException)
        {
            // Started before, by this call's own retry or by the sweeper: what was wanted.
        }
    }

    private string ArnOf(string workflow) =>
        stateMachineArns.TryGetValue(workflow, out var arn)
            ? arn
            : throw new ArgumentException($"There is no state machine for the workflow {workflow}.", nameof(workflow));
}
