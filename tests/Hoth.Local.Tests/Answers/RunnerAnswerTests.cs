using Hoth.Local.StateMachines;
using Hoth.Local.StateMachines.Executions;
using Hoth.Local.Tests.UseCases;
using Hoth.Ports;

namespace Hoth.Local.Tests.Answers;

/// <summary>With the state machine run by this host's runner.</summary>
public sealed class RunnerAnswerTests : AnswerContract
{
    private protected override async Task<bool> RunAsync(Rig.StartedExecution execution, ITaskInvoker tasks)
    {
        await using var runner = new RunnerOnRig(Rig, tasks);
        runner.Executions.Resume();
        await runner.StartAsync(Workflows.Provisioning, execution.Name, execution.Input, CancellationToken.None);
        return (await runner.EndOfAsync(execution.Name)).Status == ExecutionStatus.Succeeded;
    }
}
