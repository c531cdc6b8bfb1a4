using Hoth.Functions.Catalog;
using Hoth.HttpJobs;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Aws.Tests.Published;

/// <summary>What AWS does between a request and its result: executions, queues, and time, which is moved by hand.</summary>
internal sealed class SampleWork(Stage stage, FunctionCatalog catalog)
{
    /// <summary>A CSP that has not finished by then never does.</summary>
    private const int Polls = 5;

    /// <summary>The retrier of InvokeCspApi in statemachines/provisioning.asl.json.</summary>
    private const int Retries = 2;

    private readonly HashSet<string> executed = [];

    /// <summary>Works on jobs until each has its result or nothing more can bring one.</summary>
    public async Task DoAsync(IReadOnlyList<string> jobs)
    {
        foreach (var id in jobs)
        {
            if (await stage.Jobs.FindAsync(id, default) is { Kind: JobKind.Provisioning, IsTerminal: false, EnqueuedAt: not null } job && executed.Add(job.InstanceId))
            {
                await ExecuteAsync(job);
            }
        }

        for (var round = 0; round <= Polls; round++)
        {
            foreach (var function in catalog.All.Where(function => function.Queue is not null))
            {
                while (await stage.DeliverAsync(function.Queue!.Name, function.Name) > 0)
                {
                }
            }

            if (!await PassTimeAsync(jobs, deadlines: round == Polls - 1))
            {
                return;
            }
        }
    }

    /// <summary>Plays an execution that was started. What the state machine does in all other cases is tested with its runner.</summary>
    private async Task ExecuteAsync(JobRecord job)
    {
        var input = await stage.ExecutionInputAsync(Workflows.Provisioning, job.InstanceId);
        for (var attempt = 0; ; attempt++)
        {
            var (_, error) = await stage.TryInvokeAsync("InvokeCspApi", input);
            if (error is null)
            {
                break;
            }

            error.ErrorType.ShouldBe("CspUnavailableException", error.ErrorMessage);
            if (attempt == Retries)
            {
                break;
            }
        }

        await stage.InvokeAsync("EnqueueResults", input);
    }

    /// <returns>True when there are jobs that wait for their next poll, which is now, or whose deadline is.</returns>
    private async Task<bool> PassTimeAsync(IReadOnlyList<string> jobs, bool deadlines)
    {
        await stage.ShowKeptMessagesAsync();
        var any = false;
        foreach (var id in jobs)
        {
            var now = TimeProvider.System.GetUtcNow();
            var update = await stage.Jobs.UpdateAsync(
                id, job => job is { IsTerminal: false, Poll: { } poll } ? job with { Poll = poll with { NextAt = now }, DeadlineAt = deadlines ? now : job.DeadlineAt, Work = Due(job, now) } : null, default);
            any |= update.Written;
        }

        return any;
    }

    private static JobBody? Due(JobRecord job, DateTimeOffset now) =>
        job is { Kind: JobKind.Cost, Work.Json: { } json } ? new JobBody((HttpJobState.FromJson(json) with { NotBefore = now }).ToJson()) : job.Work;
}
