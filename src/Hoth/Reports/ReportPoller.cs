using Hoth.AsyncJobs;
using Hoth.CloudProviders;
using Hoth.HttpJobs;
using Hoth.HttpJobs.Definitions;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Reports.Output;
using Hoth.Reports.Work;

namespace Hoth.Reports;

/// <summary>
/// Does the work of report jobs behind their queue's watcher (<see cref="WatchJobs"/>), a step at a time: asks, assembles, ends. Where the work stands is on the job
/// record after each step, so that any process goes on with it; every step may happen more than once.
/// </summary>
public sealed class ReportPoller : IAsyncPoller
{
    /// <summary>A cancellation is seen after this long at most, however long a server asked to wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly CspDirectory _directory;
    private readonly Func<string, HttpJobDefinition?> _definitions;
    private readonly JobBodies _bodies;
    private readonly IFaultPoints _faults;
    private readonly TimeProvider _time;
    private readonly SavedWork _work;
    private readonly AskCsps _csps;
    private readonly RunHttpJobs _httpJobs;
    private readonly EndReport _end;

    /// <summary>Creates the poller; it calls nobody yet.</summary>
    public ReportPoller(
        CspDirectory directory, Lazy<HttpJobDefinitions> definitions, Lazy<CspClient> csps, Lazy<HttpJobEngine> engine, SharedSlots slots,
        IJobStore jobs, IArtifactStore artifacts, IIds ids, TimeProvider time, IFaultPoints faults)
    {
        (_directory, _definitions, _faults, _time) = (directory, name => definitions.Value.Find(name), faults, time);
        _bodies = new JobBodies(artifacts, ids);
        _work = new SavedWork(jobs, _bodies, time);
        _csps = new AskCsps(csps, artifacts, ids, time);
        _httpJobs = new RunHttpJobs(engine, slots, artifacts, time);
        _end = new EndReport(artifacts, ids, time, faults);
    }

    /// <inheritdoc />
    public async Task<AsyncStep> PollAsync(JobRecord job, TimeSpan budget, CancellationToken cancellationToken)
    {
        var run = await OpenAsync(job, budget, cancellationToken);

        // From now on it is known that somebody was here: a step that is not saved may have been done.
        if (job.Work is null) await run.SaveAsync(run.State, cancellationToken);
        while (run.IsCurrent && run.Clock.Left > TimeSpan.Zero)
        {
            if (run.IsCancelling && await _httpJobs.CancelAsync(run, cancellationToken)) continue;
            if (await _httpJobs.StepAsync(run, cancellationToken)) continue;
            if (RunHttpJobs.DueAt(run) is { } due && (run.IsCancelling || !AskCsps.IsLeft(run))) return Wait(run, due);
            if (run.IsCancelling) return new AsyncStep.Ended(JobEnding.Cancelled);
            if (AskCsps.IsLeft(run))
            {
                if (run.State.NotBefore > _time.GetUtcNow()) return Wait(run, Earlier(run.State.NotBefore, RunHttpJobs.DueAt(run)));
                if (!run.HasTimeFor(AskCsps.StepTime)) break;
                await _csps.AskAsync(run, cancellationToken);
                continue;
            }

            if (!run.HasTimeFor(EndReport.StepTime)) break;
            if (await _end.ExecuteAsync(run, cancellationToken) is { } ending) return new AsyncStep.Ended(ending);
        }

        // The time is used up, or somebody else goes on with it: it comes back at once.
        return new AsyncStep.Due(RunHttpJobs.StatusOf(run), TimeSpan.Zero);
    }

    /// <inheritdoc />
    public async Task<bool> CleanUpAsync(JobRecord ended, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (ended.Work is null) return true;
        var run = await OpenAsync(ended, budget, cancellationToken);
        await _httpJobs.CancelAsync(run, cancellationToken);
        while (RunHttpJobs.DueAt(run) is not null)
        {
            if (run.Clock.Left <= TimeSpan.Zero || !await _httpJobs.StepAsync(run, cancellationToken)) return false;
        }

        if (!await _end.DeleteLeftoversAsync(run, cancellationToken)) return false;
        _faults.Reached(FaultPoint.LeftoversDeleted);
        return true;
    }

    private async Task<ReportRun> OpenAsync(JobRecord job, TimeSpan budget, CancellationToken cancellationToken)
    {
        var request = ReportRequest.FromJson(await _bodies.LoadAsync(job.Request, cancellationToken) ?? throw new InvalidOperationException($"Job {job.JobId} has no request."));
        var state = await _bodies.LoadAsync(job.Work, cancellationToken) is { } json ? ReportState.FromJson(json) : new ReportState();
        return new ReportRun(job, request, new ReportQuestions(request.Source, _directory, _definitions), state, budget, _time, _faults, _work);
    }

    private AsyncStep.Due Wait(ReportRun run, DateTimeOffset until)
    {
        var wait = until - _time.GetUtcNow();
        return new AsyncStep.Due(RunHttpJobs.StatusOf(run), wait < LongestWait ? wait : LongestWait);
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset? b) => b < a ? b.Value : a;
}
