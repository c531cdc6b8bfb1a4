using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.SQS;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Hoth.AsyncJobs;
using Hoth.Functions.Catalog;
using Hoth.Functions.Sqs;
using Hoth.Ports;

namespace Hoth.Functions.Reports;

/// <summary>The worker of report jobs (seed 002): their queue → CSPs and HTTP jobs → artifact → job record.</summary>
public sealed class ReportWorkerFunctions(WatchJobs watch)
{
    /// <summary>
    /// The worker of the report queue. One report at a time, since it may need all of an invocation. 1,769 MB is one whole CPU, which assembling makes use of; its memory stays far below.
    /// 5 minutes: enough to assemble some gigabytes or to download one page of an HTTP job; more would only make a report wait longer for its message when an invocation is lost.
    /// </summary>
    [LambdaFunction(MemorySize = 1769, Timeout = 300)]
    [SQSEvent("@" + Queues.Reports, BatchSize = 1, MaximumConcurrency = 20)]
    [Uses(Resources.JobTable, Access.Read | Access.Write)]
    [Uses(Resources.ArtifactBucket, Access.Read | Access.Write)]
    [Uses(Resources.CspSecrets, Access.Read)]
    [Uses(Resources.HttpJobSecrets, Access.Read)]
    public Task<SQSBatchResponse> GenerateReports(SQSEvent batch, ILambdaContext context) =>
        SqsBatch.WorkAsync(batch, context, watch.ExecuteAsync);
}
