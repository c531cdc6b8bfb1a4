namespace Hoth.Jobs;

/// <summary>What one sweep did, in numbers of jobs.</summary>
public sealed class SweepReport(IReadOnlyCollection<SweepAction> actions)
{
    /// <summary>Handed to their worker because nobody had marked that it was done.</summary>
    public int HandedOver { get; } = actions.Count(a => a == SweepAction.HandedOver);

    /// <summary>Ended as failed because their deadline had passed.</summary>
    public int DeadlineExceeded { get; } = actions.Count(a => a == SweepAction.DeadlineExceeded);

    /// <summary>Results put on their queue because nobody had marked that it was done.</summary>
    public int ResultsEnqueued { get; } = actions.Count(a => a == SweepAction.ResultEnqueued);

    /// <summary>Results put on their queue afresh because nobody had drained them for <see cref="JobLifecycle.ResultRefresh"/>.</summary>
    public int ResultsRefreshed { get; } = actions.Count(a => a == SweepAction.ResultRefreshed);

    /// <summary>Expired records whose bodies were taken off.</summary>
    public int Stripped { get; } = actions.Count(a => a == SweepAction.Stripped);

    /// <summary>Left for the next sweep because of an error, which is in the log.</summary>
    public int Failed { get; } = actions.Count(a => a == SweepAction.Failed);

    /// <summary>True when there was anything to do.</summary>
    public bool Any => actions.Any(a => a != SweepAction.None);
}

/// <summary>What a sweep did for one job.</summary>
public enum SweepAction
{
    /// <summary>Nothing was owed any more.</summary>
    None,

    /// <summary>Handed to its worker.</summary>
    HandedOver,

    /// <summary>Ended: its deadline had passed.</summary>
    DeadlineExceeded,

    /// <summary>Its result was put on its queue.</summary>
    ResultEnqueued,

    /// <summary>Its result was put on its queue afresh: nobody had drained it.</summary>
    ResultRefreshed,

    /// <summary>Its bodies were taken off: it had expired.</summary>
    Stripped,

    /// <summary>An error; see the log.</summary>
    Failed,
}
