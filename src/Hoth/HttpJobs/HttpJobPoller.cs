using Hoth.AsyncJobs;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.HttpJobs;

/// <summary>What a slice does by asynchronous HTTP jobs.</summary>
public interface IHttpJobPlans
{
    /// <summary>The HTTP job that does a job's work; the same at every call for the same job.</summary>
    /// <returns>Null when there is none any more: its definition was taken away.</returns>
    Task<HttpJobPlan?> FindAsync(JobRecord job, CancellationToken cancellationToken);

    /// <summary>How the job ends, once its HTTP job is over.</summary>
    Task<JobEnding> EndAsync(JobRecord job, HttpJobState state, CancellationToken cancellationToken);

    /// <summary>Deletes what nobody needs any more once the job's result is durable. May be called again for the same job.</summary>
    Task ForgetAsync(HttpJobState state, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Which HTTP job does the work.</summary>
/// <param name="Definition">What kind.</param>
/// <param name="Inputs">Exactly what the definition takes.</param>
/// <param name="Output">Where records go.</param>
public sealed record HttpJobPlan(HttpJobDefinition Definition, IReadOnlyDictionary<string, string> Inputs, IHttpJobOutput Output);

/// <summary>
/// Lets a queue's watcher (<see cref="WatchJobs"/>) drive HTTP jobs: each poll of the watcher goes on until the job has to wait or the time is used up. The
/// state is on the job record, saved after every step, so that any process goes on with it.
/// </summary>
public sealed class HttpJobPoller(IHttpJobPlans plans, HttpJobEngine engine, SharedSlots slots, IJobStore jobs, JobBodies bodies, TimeProvider time, IFaultPoints faults) : IAsyncPoller
{
    /// <summary>So long before the job's deadline its last poll is made, so that there is time to abort and delete.</summary>
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromMinutes(2);

    private readonly DriveHttpJob _drive = new(engine, time, slots);
    private readonly SavedWork _work = new(jobs, bodies, time);

    /// <inheritdoc />
    public async Task<AsyncStep> PollAsync(JobRecord job, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (await plans.FindAsync(job, cancellationToken) is not { } plan)
        {
            return TakenAway();
        }

        var state = await bodies.LoadAsync(job.Work, cancellationToken) is { } json
            ? HttpJobState.FromJson(json)
            : engine.Start(plan.Definition, job.InstanceId, plan.Inputs, job.DeadlineAt - CleanUpTime);
        if (state.Definition != plan.Definition.Name) return TakenAway();
        var (current, clock) = (job, new Budget(budget, time));
        var driven = await _drive.ExecuteAsync(plan.Definition, state, plan.Output, clock, SaveAsync, cancellationToken);
        if (driven is null) return new AsyncStep.Due(state.RemoteStatus, TimeSpan.Zero);
        if (!driven.IsOver) return new AsyncStep.Due(driven.RemoteStatus, driven.NotBefore - time.GetUtcNow());

        // Ending may mean to copy all of a large output: with most of the time used up, that is for the next delivery.
        if (!state.IsOver && clock.Left < budget / 2) return new AsyncStep.Due(driven.RemoteStatus, TimeSpan.Zero);
        return new AsyncStep.Ended(await plans.EndAsync(current, driven, cancellationToken));

        async Task<bool> SaveAsync(HttpJobState next)
        {
            faults.Reached(FaultPoint.CspAnswered);
            var saved = await _work.SaveAsync(current, "http-job", next.ToJson(), null, cancellationToken);
            faults.Reached(FaultPoint.StepRecorded);
            current = saved ?? current;
            return saved is not null;
        }
    }

    /// <inheritdoc />
    public async Task<bool> CleanUpAsync(JobRecord ended, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (await bodies.LoadAsync(ended.Work, cancellationToken) is { } json) await plans.ForgetAsync(HttpJobState.FromJson(json), cancellationToken);
        return true;
    }

    private static AsyncStep.Ended TakenAway() =>
        new(new JobEnding(JobStatus.Failed, 500, null, new JobError(JobErrorCodes.Internal, "The definition of the HTTP job was taken away after the request was accepted.")));
}
