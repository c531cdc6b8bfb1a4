using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.Schedule;
using Amazon.Lambda.Core;
using Hoth.Functions.Catalog;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Functions.Jobs;

/// <summary>The outbox sweeper.</summary>
public sealed class SweeperFunctions(SweepJobs sweep)
{
    /// <summary>The report must leave before Lambda ends the invocation.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    /// <summary>Lambda's own limit; a host that gives more time than that still sweeps in turns.</summary>
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    /// <summary>Does again what was never marked as done, and ends jobs past their deadline. Answers with what it did.</summary>
    [LambdaFunction(MemorySize = 512, Timeout = 240)]
    [ScheduleEvent("rate(5 minutes)")]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    [Uses(Queues.CostRequests, Access.Send)]
    [Uses(Queues.AsyncCostJobs, Access.Send)]
    [Uses(Queues.CostResponses, Access.Send)]
    [Uses(Workflows.Provisioning, Access.Start)]
    [Uses(Queues.AsyncProvisioningJobs, Access.Send)]
    [Uses(Queues.ProvisioningJobs, Access.Send)]
    [Uses(Queues.Reports, Access.Send)]
    public async Task<JsonElement> SweepJobs(JsonElement schedule, ILambdaContext context)
    {
        var left = context.RemainingTime - AnswerTime;
        if (left <= TimeSpan.Zero) return JsonSerializer.SerializeToElement(new SweepReport([]), SweeperJson.Default.SweepReport);
        using var stop = new CancellationTokenSource(left < LongestInvocation ? left : LongestInvocation);
        var report = await sweep.ExecuteAsync(afterRestart: false, stop.Token);
        return JsonSerializer.SerializeToElement(report, SweeperJson.Default.SweepReport);
    }
}
