namespace Hoth.Ports;

/// <summary>The queues by their logical names (seeds 002 and 004). Hosts map them to real ones; each has a dead-letter queue.</summary>
public static class Queues
{
    /// <summary>Cost jobs waiting for their CSP call.</summary>
    public const string CostRequests = "CostRequestQueue";

    /// <summary>Cost jobs that an asynchronous HTTP job answers, one message each, hidden until their next step.</summary>
    public const string AsyncCostJobs = "AsyncCostJobsQueue";

    /// <summary>Cost results waiting for SNOW.</summary>
    public const string CostResponses = "CostResponseQueue";

    /// <summary>Provisioning jobs that their CSP works on, one message each, hidden until their next poll.</summary>
    public const string AsyncProvisioningJobs = "AsyncProvisioningJobsQueue";

    /// <summary>Provisioning results waiting for SNOW.</summary>
    public const string ProvisioningJobs = "ProvisioningJobsQueue";

    /// <summary>Report jobs, one message each until the job has ended, hidden until their next step.</summary>
    public const string Reports = "ReportQueue";

    /// <summary>Every queue with its settings; hosts create exactly these.</summary>
    public static IReadOnlyList<QueueDefinition> All { get; } =
    [
        new(CostRequests, QueueUse.Requests, MaxReceiveCount: 20),
        // 24 hours are some hundred polls, and waits for a slot.
        new(AsyncCostJobs, QueueUse.Watches, MaxReceiveCount: 1000),
        // Leases and releases count as receives and must not push a good result out; poison is found in code.
        new(CostResponses, QueueUse.Results, MaxReceiveCount: 1000),
        // 72 hours are about 300 polls, each a receive.
        new(AsyncProvisioningJobs, QueueUse.Watches, MaxReceiveCount: 1000),
        new(ProvisioningJobs, QueueUse.Results, MaxReceiveCount: 1000),
        // 2 hours are at most 240 visits of a report that waits, each a receive.
        new(Reports, QueueUse.Watches, MaxReceiveCount: 1000),
    ];

    /// <summary>The dead-letter queue of <paramref name="queue"/>.</summary>
    public static string DeadLetter(string queue) => queue + "DeadLetter";
}

/// <summary>Settings of one queue that hold on every host.</summary>
/// <param name="Name">Logical name.</param>
/// <param name="Use">What waits on it, and for whom.</param>
/// <param name="MaxReceiveCount">After this many deliveries without a delete the queue moves the message to its dead-letter queue: 1 to 1000.</param>
public sealed record QueueDefinition(string Name, QueueUse Use, int MaxReceiveCount)
{
    /// <summary>How long an unread message is kept: 14 days, SQS's maximum.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(14);
}

/// <summary>What waits on a queue: decides what its operator is told of.</summary>
public enum QueueUse
{
    /// <summary>Jobs for their worker: none waits long.</summary>
    Requests,

    /// <summary>Jobs that are polled, each received again and again for days: their age says nothing.</summary>
    Watches,

    /// <summary>Results for the client, who comes when it likes.</summary>
    Results,
}
