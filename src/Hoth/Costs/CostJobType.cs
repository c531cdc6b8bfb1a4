using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Costs;

/// <summary>Cost jobs go to the cost request queue; their results come from the cost response queue.</summary>
public sealed class CostJobType(IQueue queue) : IJobType
{
    /// <inheritdoc />
    public JobKind Kind => JobKind.Cost;

    /// <inheritdoc />
    public TimeSpan Deadline { get; } = TimeSpan.FromMinutes(15);

    /// <inheritdoc />
    public string ResultQueue => Queues.CostResponses;

    /// <inheritdoc />
    public Task DispatchAsync(JobRecord job, CancellationToken cancellationToken) =>
        queue.SendAsync(
            Queues.CostRequests,
            new OutgoingMessage(new JobMessage(job.JobId, job.InstanceId).ToJson(), job.GroupId, job.TraceParent),
            cancellationToken);
}
