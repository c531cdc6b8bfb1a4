using System.Text.Json;
using Hoth.Json;
using Hoth.Ports;
using Hoth.Problems;
using Hoth.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hoth.Jobs;

/// <summary>
/// Accepts a validated request exactly once: writes the job record, hands the job to its worker, marks that. Used by the start
/// use cases of all slices. Once the record is written the job will end in a result, whatever happens to this process.
/// </summary>
public sealed class AcceptJob(IJobStore jobs, JobTypes types, JobBodies bodies, IIds ids, TimeProvider time, IFaultPoints faults, HothMetrics metrics, ILogger<AcceptJob> logger)
{
    /// <summary>A repeated request leaves the hand-over to the first one for this long, instead of doing it twice.</summary>
    private static readonly TimeSpan HandOverTime = TimeSpan.FromSeconds(5);

    /// <summary>Accepts, or finds that the same request was accepted before.</summary>
    /// <param name="request">The validated request.</param>
    /// <param name="context">The call.</param>
    /// <param name="cancellationToken">Stops; the job may have been accepted.</param>
    /// <exception cref="ProblemException">409 the id names another job; 410 its record has expired.</exception>
    /// <exception cref="PortUnavailableException">Nothing was accepted, or it was and the sweeper will hand it over.</exception>
    public async Task<AcceptedJob> ExecuteAsync(NewJob request, RequestContext context, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var type = types[request.Kind];
        var instanceId = ids.NewId();
        var job = JobLifecycle.Accept(
            new JobRecord
            {
                JobId = request.JobId,
                Kind = request.Kind,
                InstanceId = instanceId,
                RequestHash = HashOf(request.ComparedJson ?? request.Json),
                GroupId = JobIds.GroupOf(request.Group),
                Csp = request.Csp,
                Owner = request.Owner,
                IsFetched = type.ResultQueue is null,
                Poll = type.IsWatchedFromStart ? new JobPoll(null, now) : null,
                Request = await bodies.StoreAsync(instanceId, "request", request.Json, cancellationToken),
                CorrelationId = context.CorrelationId,
                TraceParent = context.TraceParent,
                CreatedAt = now,
                LastUpdatedAt = now,
                DeadlineAt = now,
                ExpiresAt = now,
                PurgeAt = now,
            },
            request.Deadline ?? type.Deadline,
            type.Lifetime);

        if (await jobs.TryCreateAsync(job, cancellationToken) is { } existing)
        {
            await bodies.DeleteAsync(job.Request, cancellationToken);
            return await ReplayAsync(job.Kind, job.RequestHash, existing, cancellationToken);
        }

        faults.Reached(FaultPoint.JobCreated);
        metrics.JobAccepted(job.Kind);
        using var step = JobStep.Begin(logger, nameof(AcceptJob), job);
        Log.JobAccepted(logger, job.JobId, job.Kind, job.Csp, job.CorrelationId);
        return new AcceptedJob(await HandOverAsync(job, cancellationToken), Replayed: false);
    }

    /// <summary>Finds that the same request was accepted before, for those who can tell before they have worked out all of it.</summary>
    /// <param name="jobId">The id of the job that it would be.</param>
    /// <param name="kind">Of that job.</param>
    /// <param name="comparedJson">See <see cref="NewJob.ComparedJson"/>.</param>
    /// <param name="cancellationToken">Stops; the job may have been handed over.</param>
    /// <returns>Null when there is no such job.</returns>
    /// <exception cref="ProblemException">409 the id names another job; 410 its record has expired.</exception>
    public async Task<AcceptedJob?> TryReplayAsync(string jobId, JobKind kind, string comparedJson, CancellationToken cancellationToken) =>
        await jobs.FindAsync(jobId, cancellationToken) is { } existing ? await ReplayAsync(kind, HashOf(comparedJson), existing, cancellationToken) : null;

    /// <summary>Hands a job to its worker and marks that. The worker copes with a job that it gets twice.</summary>
    public async Task<JobRecord> HandOverAsync(JobRecord job, CancellationToken cancellationToken)
    {
        await types[job.Kind].DispatchAsync(job, cancellationToken);
        faults.Reached(FaultPoint.JobEnqueued);
        var now = time.GetUtcNow();
        // What is marked is what was sent, even when the job has become a watched one meanwhile.
        var marked = await jobs.UpdateAsync(job, j => j.InstanceId == job.InstanceId ? Mark(j, job.Poll, now) : null, cancellationToken);
        faults.Reached(FaultPoint.JobEnqueueMarked);
        return marked.Job ?? job;
    }

    private static JobRecord? Mark(JobRecord job, JobPoll? sent, DateTimeOffset now) =>
        sent is null ? JobLifecycle.MarkEnqueued(job, now) : JobLifecycle.MarkWatchEnqueued(job, sent, now);

    private async Task<AcceptedJob> ReplayAsync(JobKind kind, string hash, JobRecord existing, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now >= existing.ExpiresAt)
        {
            throw new Problem(410, ProblemCodes.JobExpired, "The job's record has expired", "This id was used by a job whose record has expired; use a new id.").ToException();
        }

        if (existing.Kind != kind || existing.RequestHash != hash)
        {
            throw new Problem(409, ProblemCodes.JobIdReused, "The id names another job", "This id was used with another body or for another kind of job; ids are unique over all kinds.").ToException();
        }

        metrics.JobReplayed(existing.Kind);
        using var step = JobStep.Begin(logger, nameof(AcceptJob), existing);
        Log.JobReplayed(logger, existing.JobId, existing.Kind);
        var owed = existing is { IsTerminal: false, EnqueuedAt: null } && now - existing.CreatedAt >= HandOverTime;
        return new AcceptedJob(owed ? await HandOverAsync(existing, cancellationToken) : existing, Replayed: true);
    }

    private static string HashOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return CanonicalJson.Hash(document.RootElement);
    }
}

/// <summary>A validated request for a job.</summary>
/// <param name="JobId">The client's id, or one made by Hoth.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Json">The request as it is echoed.</param>
/// <param name="Group">Whom it is done for, for fair queues: the portfolio.</param>
/// <param name="Csp">The target CSP, or null.</param>
/// <param name="Deadline">Overrides the kind's deadline; null: the kind's.</param>
public sealed record NewJob(string JobId, JobKind Kind, string Json, string Group, string? Csp, TimeSpan? Deadline = null)
{
    /// <summary>See <see cref="JobRecord.Owner"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>What tells a repeated request from another one with the same id, where that is not all of <see cref="Json"/>.</summary>
    public string? ComparedJson { get; init; }
}

/// <summary>An accepted job.</summary>
/// <param name="Job">Its record.</param>
/// <param name="Replayed">True when the same request was accepted before.</param>
public sealed record AcceptedJob(JobRecord Job, bool Replayed);
