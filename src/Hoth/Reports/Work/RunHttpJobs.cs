using Hoth.HttpJobs;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Reports.Work;

/// <summary>Begins the HTTP jobs that a report needs, as many at once as their definition allows, and takes each as far as it goes.</summary>
internal sealed class RunHttpJobs(Lazy<HttpJobEngine> engine, SharedSlots slots, IArtifactStore artifacts, TimeProvider time)
{
    /// <summary>Begins what may begin, and takes one that is due as far as it goes.</summary>
    /// <returns>False when there was nothing to do now.</returns>
    public async Task<bool> StepAsync(ReportRun run, CancellationToken cancellationToken)
    {
        if (await BeginAsync(run, cancellationToken)) return true;
        var now = time.GetUtcNow();
        foreach (var job in run.State.Jobs)
        {
            if (Read(job) is not { } state || state.NotBefore > now) continue;
            await DriveAsync(run, job, state, cancellationToken);
            return true;
        }

        return false;
    }

    /// <summary>When the next one is due; null when there is none under way.</summary>
    public static DateTimeOffset? DueAt(ReportRun run) => run.State.Jobs.Select(job => Read(job)?.NotBefore).Min();

    /// <summary>What a server last said; null when there is nothing under way, or nothing was said.</summary>
    public static string? StatusOf(ReportRun run) => run.State.Jobs.Select(job => Read(job)?.RemoteStatus).FirstOrDefault(status => status is not null);

    /// <summary>Has every one that is under way aborted and deleted instead of going on; no further one is begun.</summary>
    /// <returns>False when that was decided before.</returns>
    public async Task<bool> CancelAsync(ReportRun run, CancellationToken cancellationToken)
    {
        var jobs = new List<ReportHttpJob>();
        foreach (var job in run.State.Jobs) jobs.Add(await CancelAsync(run, job, cancellationToken));
        if (jobs.SequenceEqual(run.State.Jobs) && run.State.NextJob == run.Questions.Count) return false;
        await run.SaveAsync(run.State with { Jobs = jobs, NextJob = run.Questions.Count }, cancellationToken);
        return true;
    }

    private async Task<ReportHttpJob> CancelAsync(ReportRun run, ReportHttpJob job, CancellationToken cancellationToken)
    {
        if (Read(job) is not { } state || IsCancelled(state)) return job;
        if (run.Questions[job.Question] is not ReportQuestion.ToHttpJob question) return job with { Json = null };
        var cancelled = engine.Value.Cancel(question.Definition, state);
        if (!cancelled.IsOver) return job with { Json = cancelled.ToJson() };
        await slots.GiveBackAsync(question.Definition, cancelled, cancellationToken);
        return job with { Json = null };
    }

    private async Task<bool> BeginAsync(ReportRun run, CancellationToken cancellationToken)
    {
        var state = run.State;
        while (state.NextJob < run.Questions.Count && !run.Questions.IsHttpJob(state.NextJob)) state = state with { NextJob = state.NextJob + 1 };
        if (state.NextJob == run.Questions.Count) return false;
        if (time.GetUtcNow() >= run.AskingEndsAt)
        {
            var left = Enumerable.Range(state.NextJob, run.Questions.Count - state.NextJob).Where(run.Questions.IsHttpJob).ToList();
            return await SaveAsync(run, state.MissForTime(left) with { NextJob = run.Questions.Count }, cancellationToken);
        }

        var number = state.NextJob;
        var next = state with { NextJob = number + 1 };
        if (run.Questions[number] is not ReportQuestion.ToHttpJob question)
        {
            var nobody = (ReportQuestion.ToNobody)run.Questions[number];
            return await SaveAsync(run, next.Miss(number, nobody.Name, 500, new JobError(JobErrorCodes.Internal, nobody.Detail)), cancellationToken);
        }

        if (state.Jobs.Count(job => job.Json is not null && run.Questions[job.Question] is ReportQuestion.ToHttpJob other && other.Definition.Name == question.Definition.Name) >= question.Definition.Concurrency) return false;
        var begun = engine.Value.Start(question.Definition, ReportKeys.Question(run.Job.InstanceId, number), question.Inputs, run.AskingEndsAt);
        return await SaveAsync(run, next with { Jobs = [.. state.Jobs, new ReportHttpJob(number, begun.ToJson(), [0])] }, cancellationToken);
    }

    private async Task DriveAsync(ReportRun run, ReportHttpJob job, HttpJobState state, CancellationToken cancellationToken)
    {
        if (run.Questions[job.Question] is not ReportQuestion.ToHttpJob question)
        {
            var name = run.Questions[job.Question].Name;
            var error = new JobError(JobErrorCodes.Internal, "The definition of the HTTP job was taken away while it ran.");
            await run.SaveAsync(Replace(run.State, job with { Json = null }).Miss(job.Question, name, 500, error), cancellationToken);
            return;
        }

        IHttpJobOutput output = new ArtifactOutput(artifacts);
        if (question.Rows is not null) output = new CostRowsOutput(output, question.Rows);

        var saved = state;
        var driven = await new DriveHttpJob(engine.Value, time, slots).ExecuteAsync(question.Definition, state, output, run.Clock, SaveAsync, cancellationToken);

        // It waits for a slot, which is no step.
        if (driven is not null && driven != saved) await run.SaveAsync(Replace(run.State, run.State.Jobs.First(j => j.Question == job.Question) with { Json = driven.ToJson() }), cancellationToken);

        // A cancellation is seen between two steps: the drive stops, and what is next is decided anew.
        async Task<bool> SaveAsync(HttpJobState next)
        {
            saved = next;
            return await run.SaveAsync(After(run.State, job.Question, question, next), cancellationToken) && (!run.IsCancelling || IsCancelled(next));
        }
    }

    /// <summary>The report's state once an HTTP job has got further.</summary>
    private static ReportState After(ReportState state, int number, ReportQuestion.ToHttpJob question, HttpJobState next)
    {
        var job = state.Jobs.First(j => j.Question == number);
        int[] parts = [.. job.Parts.Concat(Enumerable.Repeat(0, next.Attempt - job.Parts.Count))];
        parts[next.Attempt - 1] = Math.Max(parts[next.Attempt - 1], next.Written.Parts);
        if (!next.IsOver) return Replace(state, job with { Json = next.ToJson(), Parts = parts });

        foreach (var warning in next.Warnings) state = state.Warn($"{question.Name}: {warning}");
        if (HttpJobEnding.OfFailure(next) is { } failed) return Replace(state, job with { Json = null, Parts = parts }).Miss(job.Question, question.Name, failed.Code, failed.Error!);
        return Replace(state, job with { Json = null, Parts = parts, Written = next.Written.Parts }) with { Answered = state.Answered + 1 };
    }

    private static ReportState Replace(ReportState state, ReportHttpJob job) => state with { Jobs = [.. state.Jobs.Select(j => j.Question == job.Question ? job : j)] };

    private static bool IsCancelled(HttpJobState state) => state.Failure?.Error == HttpJobError.Cancelled;

    private static HttpJobState? Read(ReportHttpJob job) => job.Json is { } json ? HttpJobState.FromJson(json) : null;

    private static async Task<bool> SaveAsync(ReportRun run, ReportState state, CancellationToken cancellationToken)
    {
        await run.SaveAsync(state, cancellationToken);
        return true;
    }
}
