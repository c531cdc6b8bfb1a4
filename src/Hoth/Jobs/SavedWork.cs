using Hoth.Ports;

namespace Hoth.Jobs;

/// <summary>Saves where a job's work of several steps stands (<see cref="JobRecord.Work"/>), so that any process goes on from there.</summary>
internal sealed class SavedWork(IJobStore jobs, JobBodies bodies, TimeProvider time)
{
    /// <summary>Replaces what <paramref name="job"/> was read with. Of two that work on the same job at once, only one goes on: the one that saves first.</summary>
    /// <param name="job">The job as it was when its work was last loaded or saved.</param>
    /// <param name="name">Names the body: "report".</param>
    /// <param name="json">Where the work stands.</param>
    /// <param name="progress">How far that is; null: as before.</param>
    /// <param name="cancellationToken">Stops waiting; it may or may not be saved.</param>
    /// <returns>The record as it is now; null when the job has ended meanwhile, or somebody else goes on with it.</returns>
    public async Task<JobRecord?> SaveAsync(JobRecord job, string name, string json, JobProgress? progress, CancellationToken cancellationToken)
    {
        var body = await bodies.StoreAsync(job.InstanceId, name, json, cancellationToken);
        var now = time.GetUtcNow();
        var update = await jobs.UpdateAsync(
            job, j => j.InstanceId == job.InstanceId && j.Work == job.Work ? JobLifecycle.RecordWork(j, body, now, progress) : null, cancellationToken);

        // A store that repeats a write whose answer was lost finds it done.
        var isSaved = update.Written || (update.Job is { IsTerminal: false } current && current.Work == body && body != job.Work);
        await bodies.DeleteAsync(isSaved ? job.Work : body, cancellationToken);
        return isSaved ? update.Job : null;
    }
}
