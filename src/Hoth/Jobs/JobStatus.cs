namespace Hoth.Jobs;

/// <summary>The lifecycle of a job: Queued → Running → one of the three terminal ones, which never change again.</summary>
public enum JobStatus
{
    /// <summary>Accepted; no worker has taken it yet.</summary>
    Queued,

    /// <summary>A worker has taken it.</summary>
    Running,

    /// <summary>The client asked to cancel it; a worker has yet to stop.</summary>
    Cancelling,

    /// <summary>Terminal: the wanted thing was done.</summary>
    Succeeded,

    /// <summary>Terminal: it was not, or not in time.</summary>
    Failed,

    /// <summary>Terminal: stopped because the client asked for it.</summary>
    Cancelled,
}
