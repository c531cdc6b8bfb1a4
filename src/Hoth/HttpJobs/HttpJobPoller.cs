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
public sealed class HttpJobPoller(IHttpJobPlans plans, HttpJobEngine engine, IJobStore jobs, JobBodies bodies, TimeProvider time) : IAsyncPoller
{
    /// <summary>So long before the job's deadline its last poll is made, so that there is time to abort and delete.</summary>
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromMinutes(2);

    private readonly DriveHttpJob _drive = new(engine, time);
    private readonly SavedWork _work = new(jobs, bodies, time);

    /// <inheritdoc />
    public async Task<AsyncStep> PollAsync(JobRecord job, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (await plans.FindAsync(job, cancellationToken) is not { } plan)
        {
            return new AsyncStep.Ended(new JobEnding(JobStatus.Failed, 500, null, new JobError(JobErrorCodes.Internal, "The definition of the HTTP job was taken away after the request was accepted.")));
        }

        var state = await bodies.LoadAsync(job.Work, cancellationToken) is { } json
            ? HttpJobState.FromJson(json)
            : engine.Start(plan.Definition, job.InstanceId, plan.Inputs, job.DeadlineAt - CleanUpTime);
        var current = job;
        var driven = await _drive.ExecuteAsync(plan.Definition, state, plan.Output, new Budget(budget, time), SaveAsync, cancellationToken);
        if (driven is null) return new AsyncStep.Due(state.RemoteStatus, TimeSpan.Zero);
        return driven.IsOver
            ? new AsyncStep.Ended(await plans.EndAsync(current, driven, cancellationToken))
            : new AsyncStep.Due(driven.RemoteStatus, driven.NotBefore - time.GetUtcNow());

        async Task<bool> SaveAsync(HttpJobState next)
        {
            var saved = await _work.SaveAsync(current, "http-job", next.ToJson(), null, cancellationToken);
            current = saved ?? current;
            return saved is not null;
        }
    }
}
