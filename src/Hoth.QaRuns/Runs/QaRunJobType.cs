using System.Text.Json;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.QaRuns.Runs;

/// <summary>QA runs are executions of their state machine; what comes of them is fetched.</summary>
public sealed class QaRunJobType(IWorkflowStarter workflows) : IJobType
{
    /// <inheritdoc />
    public JobKind Kind => JobKind.Qa;

    /// <inheritdoc />
    public TimeSpan Deadline { get; } = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public TimeSpan Lifetime { get; } = TimeSpan.FromDays(30);

    /// <inheritdoc />
    public string? ResultQueue => null;

    /// <inheritdoc />
    public bool CanBeCancelled => true;

    /// <inheritdoc />
    // The execution is named by the instance, so that starting it twice starts it once.
    public Task DispatchAsync(JobRecord job, CancellationToken cancellationToken) =>
        workflows.StartAsync(
            Workflows.QaRun,
            job.InstanceId,
            JsonSerializer.Serialize(new QaTask(job.JobId, job.InstanceId) { TraceParent = job.TraceParent }, QaTaskJson.Default.QaTask),
            cancellationToken);
}
