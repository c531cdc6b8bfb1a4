using System.Collections.Concurrent;
using System.Text.Json;
using Hoth.Local.StateMachines;
using Hoth.Local.StateMachines.Executions;
using Hoth.Local.Tests.StateMachines;
using Hoth.Local.Tests.StateMachines.Emulators;
using Hoth.Local.Tests.UseCases;
using Hoth.PortContracts;
using Hoth.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hoth.Local.Tests.Answers;

/// <summary>The provisioning state machine on the data of a rig: what the rig's functions start runs here.</summary>
internal sealed class RunnerOnRig : IWorkflowStarter, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _told = new();

    /// <param name="rig">Whose data and clock.</param>
    /// <param name="tasks">What its tasks call.</param>
    /// <param name="jitter">The part of its delay that a retry waits: none, unless the test moves the clock.</param>
    public RunnerOnRig(ProvisioningRig rig, ITaskInvoker tasks, double jitter = 0)
    {
        Executions = new SqliteExecutions(
            rig.Base.Database,
            [StateMachineFiles.Load("provisioning.asl.json")],
            new Silence(tasks, rig.Base.Clock),
            new ExecutionOptions
            {
                Ids = new FixedJitter(jitter),
                OnExecutionEnded = async (ended, _) =>
                {
                    await rig.CallAsync("RecordFailedExecution", ended.ToEvent());
                    Told(ended.Name).TrySetResult();
                },
            },
            NullLogger<SqliteExecutions>.Instance);
    }

    public SqliteExecutions Executions { get; }

    public Task StartAsync(string workflow, string executionName, string input, CancellationToken cancellationToken) =>
        Executions.StartAsync(workflow, executionName, input, cancellationToken);

    /// <summary>Waits until an execution has had a failed task and waits for its retry.</summary>
    public async Task RetryOfAsync(string name)
    {
        while (!(await Executions.DescribeAsync(name, CancellationToken.None)).ShouldNotBeNull().History.Any(e => e.Type == HistoryEventType.StateRetried))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    /// <summary>Waits until an execution is over, and, where it did not succeed, somebody was told.</summary>
    public async Task<ExecutionDescription> EndOfAsync(string name)
    {
        while (true)
        {
            var execution = (await Executions.DescribeAsync(name, CancellationToken.None)).ShouldNotBeNull();
            if (execution.EndedAt is not null)
            {
                if (execution.Status != ExecutionStatus.Succeeded) await Told(name).Task;
                return execution;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    public ValueTask DisposeAsync() => Executions.DisposeAsync();

    private TaskCompletionSource Told(string name) => _told.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Moves the clock on for a function that does not answer, once somebody waits for it.</summary>
    private sealed class Silence(ITaskInvoker tasks, ManualTimeProvider clock) : ITaskInvoker
    {
        public async Task<JsonElement> InvokeAsync(string function, JsonElement payload, TimeSpan timeout, CancellationToken cancellationToken)
        {
            var timers = clock.PendingTimers;
            try
            {
                return await tasks.InvokeAsync(function, payload, timeout, cancellationToken);
            }
            catch (NoAnswerException)
            {
                _ = Task.Run(async () =>
                {
                    while (clock.PendingTimers <= timers) await Task.Yield();
                    clock.Advance(timeout);
                }, CancellationToken.None);
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
                throw;
            }
        }
    }

    private sealed class FixedJitter(double jitter) : IIds
    {
        public string NewId() => SystemIds.Instance.NewId();

        public double NextDouble() => jitter;
    }
}
