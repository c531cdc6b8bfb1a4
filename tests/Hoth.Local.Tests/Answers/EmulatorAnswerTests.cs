using Hoth.Local.StateMachines;
using Hoth.Local.StateMachines.Executions;
using Hoth.Local.Tests.StateMachines;
using Hoth.Local.Tests.StateMachines.Emulators;
using Hoth.Local.Tests.UseCases;

namespace Hoth.Local.Tests.Answers;

/// <summary>With the same state machine run by aws-local-stepfunctions.</summary>
public sealed class EmulatorAnswerTests(EmulatorSession emulator) : AnswerContract, IClassFixture<EmulatorSession>
{
    private protected override async Task<bool> RunAsync(Rig.StartedExecution execution, ITaskInvoker tasks)
    {
        var machine = StateMachineFiles.Load("provisioning.asl.json");
        var now = Rig.Base.Clock.GetUtcNow();
        var (status, error, cause) = await emulator.RunAsync(machine.Source, execution.Input, tasks);
        if (status == ExecutionStatus.Succeeded) return true;
        var ended = new ExecutionEnded(machine.Name, execution.Name, status, execution.Input, error, cause, now, now);
        await Rig.CallAsync("RecordFailedExecution", ended.ToEvent());
        return false;
    }
}
