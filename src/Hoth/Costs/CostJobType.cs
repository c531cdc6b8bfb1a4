using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Costs;

/// <summary>Cost jobs go to the cost request queue, and those that an HTTP job answers from there to the queue of their watcher; results come from the cost response queue.</summary>
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
            job.Poll is null ? Queues.CostRequests : Queues.AsyncCostJobs,
            JobMessage.Of(job),
            cancellationToken);
}
