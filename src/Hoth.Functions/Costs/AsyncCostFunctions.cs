using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.SQS;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Hoth.AsyncJobs;
using Hoth.Functions.Catalog;
using Hoth.Functions.Sqs;
using Hoth.Ports;

namespace Hoth.Functions.Costs;

/// <summary>
/// Cost jobs of CSPs whose costs are asynchronous. A class of its own, so that no other function's start reads and checks the definitions of
/// HTTP jobs, and this one's fails when they are wrong.
/// </summary>
public sealed class AsyncCostFunctions(WatchJobs watch)
{
    /// <summary>The watcher of asynchronous cost jobs: takes each a few steps further.</summary>
    [LambdaFunction(MemorySize = 1024, Timeout = 90)]
    [SQSEvent("@" + Queues.AsyncCostJobs, BatchSize = 5, MaximumConcurrency = 10)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    [Uses(Resources.HttpJobSecrets, Access.Read)]
    [Uses(Queues.CostResponses, Access.Send)]
    public Task<SQSBatchResponse> AsyncCostWatcher(SQSEvent batch, ILambdaContext context) =>
        SqsBatch.WorkAsync(batch, context, watch.ExecuteAsync);
}
