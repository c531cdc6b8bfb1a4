using System.Text.Json;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.QaRuns.Runs;

/// <summary>
/// The last task of a run, and what is called for one whose execution ended otherwise: makes the verdict of what the feed has, keeps the reports, ends the job, closes the
/// feed. Idempotent.
/// </summary>
public sealed class EvaluateQaRun(
    IJobStore jobs, FinishJob finish, QaFeed feed, QaPlans plans, IArtifactStore artifacts, IIds ids, TimeProvider time, IFaultPoints faults, ILogger<EvaluateQaRun> logger)
{
    private readonly ScenarioRecords _records = new(feed.Feeds, artifacts, ids);
    private readonly ReportOutputs _outputs = new(artifacts, ids);

    /// <summary>Evaluates.</summary>
    /// <param name="task">Which run.</param>
    /// <param name="fault">Why there is nothing to evaluate, for people; null: everything was done.</param>
    /// <param name="cancellationToken">Stops between the steps; the same call again finishes them.</param>
    /// <exception cref="InvalidOperationException">There is no such job.</exception>
    public async Task ExecuteAsync(QaTask task, string? fault, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(task.JobId, cancellationToken) is not { } job || job.InstanceId != task.InstanceId) throw new InvalidOperationException($"Job {task.JobId} has no record.");
        using var step = JobStep.Begin(logger, nameof(EvaluateQaRun), job);
        if (!job.IsTerminal) job = await finish.ExecuteAsync(job, await EndingAsync(job, fault, cancellationToken), cancellationToken);
        if (job.IsTerminal) await feed.CloseAsync(job, cancellationToken);
    }

    private async Task<JobEnding> EndingAsync(JobRecord job, string? fault, CancellationToken cancellationToken)
    {
        if (job.Status == JobStatus.Cancelling) return JobEnding.Cancelled;
        if (time.GetUtcNow() >= job.DeadlineAt) return JobEnding.DeadlineExceeded;
        if (fault is not null || await feed.FindPlanAsync(job, cancellationToken) is not { } summary)
        {
            return new JobEnding(JobStatus.Failed, 500, null, new JobError(JobErrorCodes.Internal, fault ?? "The run was not planned because of a fault in Hoth."));
        }

        var verdict = await feed.FindVerdictAsync(job, cancellationToken);
        if (verdict is null)
        {
            var records = await _records.AllAsync(job.InstanceId, cancellationToken);
            var generator = records.Any(record => record.Kind == ScenarioKind.Proposed) ? Generators.SchemaAndAi : Generators.Schema;
            await feed.GeneratorAsync(job, generator, cancellationToken);
            var report = await ReportAsync(job, summary, records, generator, cancellationToken);
            await feed.EvaluatedAsync(job, new VerdictSummary(report.Verdict, report.Totals.Findings, await _outputs.KeepAsync(job, report, cancellationToken)), cancellationToken);
            // Another attempt's may have been first: its reports count.
            verdict = await feed.FindVerdictAsync(job, cancellationToken) ?? throw new InvalidOperationException($"The feed of job {job.JobId} was closed before its verdict.");
        }

        faults.Reached(FaultPoint.VerdictRecorded);
        return new JobEnding(JobStatus.Succeeded, 200, null, null) { Output = verdict.Outputs[0] };
    }

    private async Task<RunReport> ReportAsync(JobRecord job, PlanSummary summary, List<ScenarioRecord> records, string generator, CancellationToken cancellationToken)
    {
        var plan = await plans.OpenAsync(job, summary, cancellationToken);
        return EvaluateRun.Run(new RunFacts
        {
            Spec = plan.Spec,
            BaseUrl = plan.Package.BaseUrl.AbsoluteUri,
            Options = plan.Package.Options,
            Records = records,
            Generator = generator,
            Baseline = await BaselineAsync(job, plan.Package.Config.Baseline, cancellationToken),
            StartedAt = job.StartedAt ?? job.CreatedAt,
            EndedAt = time.GetUtcNow(),
        });
    }

    /// <summary>The report of the run to compare with: of the same owner, as long as it is kept; null: there is none.</summary>
    private async Task<RunReport?> BaselineAsync(JobRecord job, string? planId, CancellationToken cancellationToken)
    {
        if (planId is null || await jobs.FindAsync(planId, cancellationToken) is not { Kind: JobKind.Qa, Output.ArtifactKey: { } key } earlier || earlier.Owner != job.Owner) return null;
        await using var content = await artifacts.OpenAsync(key, cancellationToken);
        try
        {
            return content is null ? null : await RunReportJson.ReadAsync(content, cancellationToken);
        }
        catch (JsonException)
        {
            // Of a format that is not known any more.
            return null;
        }
    }
}
