using Hoth.CloudProviders;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Reports.Work;

/// <summary>One visit to a report job: what is known of it, how much time there is, and the state, saved after each step.</summary>
internal sealed class ReportRun(JobRecord job, ReportRequest request, ReportQuestions questions, ReportState state, TimeSpan budget, TimeProvider time, IFaultPoints faults, SavedWork work)
{
    private const string BodyName = "report";

    /// <summary>The job, as it was at the last step.</summary>
    public JobRecord Job { get; private set; } = job;

    public ReportRequest Request { get; } = request;

    public ReportQuestions Questions { get; } = questions;

    /// <summary>Where the work stands, which is saved.</summary>
    public ReportState State { get; private set; } = state;

    /// <summary>What is left of the visit.</summary>
    public Budget Clock { get; } = new(budget, time);

    /// <summary>True until the first step: what an earlier visit did after its last step that was saved is not known.</summary>
    public bool IsResumed { get; private set; } = job.Work is not null;

    /// <summary>False when the job has ended meanwhile, or somebody else goes on with it: then nothing is done any more.</summary>
    public bool IsCurrent { get; private set; } = true;

    /// <summary>True when the client wants it stopped.</summary>
    public bool IsCancelling => Job.Status == JobStatus.Cancelling;

    /// <summary>When the asking ends at the latest, so that what there is can be assembled before the deadline.</summary>
    public DateTimeOffset AskingEndsAt => Job.DeadlineAt - AssemblyTime;

    /// <summary>How much of the job's time is kept for assembling.</summary>
    private static TimeSpan AssemblyTime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>True when a step that should have so much time may begin: what is left is enough, or at least half of what a visit has.</summary>
    public bool HasTimeFor(TimeSpan step) => Clock.Left is var left && left > TimeSpan.Zero && (left >= step || left >= budget / 2);

    /// <summary>Saves a step.</summary>
    /// <returns><see cref="IsCurrent"/>.</returns>
    public async Task<bool> SaveAsync(ReportState next, CancellationToken cancellationToken)
    {
        // Of a job that has ended only what it left behind is looked after, which may be done again.
        if (Job.IsTerminal)
        {
            State = next;
            return true;
        }

        IsResumed = false;
        var progress = new JobProgress(next.Answered + next.Missing.Count, Questions.Count + 1);
        var saved = await work.SaveAsync(Job, BodyName, next.ToJson(), progress, cancellationToken);
        (Job, State, IsCurrent) = saved is null ? (Job, State, false) : (saved, next, true);
        if (IsCurrent) faults.Reached(FaultPoint.StepRecorded);
        return IsCurrent;
    }
}
