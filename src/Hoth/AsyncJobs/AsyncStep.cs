using Hoth.Jobs;

namespace Hoth.AsyncJobs;

/// <summary>What one poll of a job that somebody else works on came to.</summary>
public abstract record AsyncStep
{
    private AsyncStep() { }

    /// <summary>Still being worked on: poll again.</summary>
    /// <param name="Status">What the other side reported; null when it gave no usable answer.</param>
    /// <param name="RetryAfter">How long it asked to wait; null when it did not.</param>
    public sealed record Working(string? Status, TimeSpan? RetryAfter) : AsyncStep;

    /// <summary>Still being worked on, by a schedule of its own: what comes next is due then, no sooner and no later.</summary>
    /// <param name="Status">What the other side reported; null when it has not yet.</param>
    /// <param name="Wait">Until then; waits are whole seconds, one at least.</param>
    public sealed record Due(string? Status, TimeSpan Wait) : AsyncStep;

    /// <summary>No usable answer, which may pass (it does not know the job yet, or what it said was garbled): poll again a few times, then end.</summary>
    /// <param name="Ending">How the job ends when it does not pass.</param>
    public sealed record Blank(JobEnding Ending) : AsyncStep;

    /// <summary>Over.</summary>
    /// <param name="Ending">How the job ends.</param>
    public sealed record Ended(JobEnding Ending) : AsyncStep;
}

/// <summary>Polls one kind of asynchronous job once. Holds no state: everything is on the record.</summary>
public interface IAsyncPoller
{
    /// <summary>One poll.</summary>
    /// <param name="job">A job whose <see cref="JobRecord.Poll"/> is set.</param>
    /// <param name="budget">How long it may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AsyncStep> PollAsync(JobRecord job, TimeSpan budget, CancellationToken cancellationToken);

    /// <summary>Looks after what a job that has ended left behind; its message stays until that is done. May be called again for the same job.</summary>
    /// <param name="ended">A terminal job, however it ended.</param>
    /// <param name="budget">How long it may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when there was no time for all of it.</returns>
    Task<bool> CleanUpAsync(JobRecord ended, TimeSpan budget, CancellationToken cancellationToken) => Task.FromResult(true);
}
