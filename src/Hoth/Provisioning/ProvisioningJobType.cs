using System.Text.Json;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Provisioning;

/// <summary>Provisioning jobs are executions of the provisioning state machine; those that a CSP works on are then watched.</summary>
public sealed class ProvisioningJobType(IQueue queue, IWorkflowStarter workflows) : IJobType
{
    /// <inheritdoc />
    public JobKind Kind => JobKind.Provisioning;

    /// <inheritdoc />
    public TimeSpan Deadline => ProvisioningDeadlines.Default;

    /// <inheritdoc />
    public string ResultQueue => Queues.ProvisioningJobs;

    /// <inheritdoc />
    public Task DispatchAsync(JobRecord job, CancellationToken cancellationToken) =>
        job.Poll is null ? StartAsync(job, cancellationToken) : WatchAsync(job, cancellationToken);

    /// <inheritdoc />
    public ResultRequest DescribeRequest(string requestJson)
    {
        using var document = JsonDocument.Parse(requestJson);
        var payload = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("payload", out var value) ? value.GetRawText() : "null";
        return new ResultRequest(payload, requestJson);
    }

    // The execution is named by the instance, so that starting it twice starts it once.
    private Task StartAsync(JobRecord job, CancellationToken cancellationToken) =>
        workflows.StartAsync(
            Workflows.Provisioning,
            job.InstanceId,
            JsonSerializer.Serialize(new ProvisioningTask(job.JobId, job.InstanceId) { TraceParent = job.TraceParent }, ProvisioningJson.Default.ProvisioningTask),
            cancellationToken);

    private Task<string> WatchAsync(JobRecord job, CancellationToken cancellationToken) =>
        queue.SendAsync(
            Queues.AsyncProvisioningJobs,
            JobMessage.Of(job),
            cancellationToken);
}
