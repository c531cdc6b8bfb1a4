namespace Hoth.Ports;

/// <summary>
/// Named points right after each durable step. In production nothing happens there; a host started for a fault test stops the
/// process exactly there, so that "killed here, what is lost, what happens twice?" can be tried for every step in turn.
/// </summary>
public interface IFaultPoints
{
    /// <summary>Called when the step called <paramref name="name"/> (of <see cref="FaultPoint"/>) has become durable.</summary>
    void Reached(string name);
}

/// <summary>Fault points of a host that was not started for a fault test.</summary>
public sealed class NoFaultPoints : IFaultPoints
{
    /// <summary>The one instance.</summary>
    public static NoFaultPoints Instance { get; } = new();

    /// <inheritdoc />
    public void Reached(string name) { }
}

/// <summary>The names of all fault points, in the order in which a job passes them.</summary>
public static class FaultPoint
{
    /// <summary>A job record was created; its request is not on the queue yet.</summary>
    public const string JobCreated = "job.created";

    /// <summary>The request is on its queue; the record does not say so yet.</summary>
    public const string JobEnqueued = "job.enqueued";

    /// <summary>The record says that the request is on its queue; the client has no answer yet.</summary>
    public const string JobEnqueueMarked = "job.enqueue-marked";

    /// <summary>A worker has taken the job; the CSP was not called yet.</summary>
    public const string JobStarted = "job.started";

    /// <summary>The CSP has answered; the record does not know (not a durable step: the one place where a call may be repeated).</summary>
    public const string CspAnswered = "csp.answered";

    /// <summary>The record says that a call that must not be made twice is about to be made.</summary>
    public const string CallBegun = "call.begun";

    /// <summary>What a call came to is on the record; nothing has followed from it yet.</summary>
    public const string AnswerRecorded = "answer.recorded";

    /// <summary>The record says that the job is watched; the watch is not on its queue yet.</summary>
    public const string WatchRecorded = "watch.recorded";

    /// <summary>A job's output is in the artifact store; the record does not say so yet.</summary>
    public const string OutputStored = "output.stored";

    /// <summary>What an ended job left behind is deleted; its message is still on the queue.</summary>
    public const string LeftoversDeleted = "leftovers.deleted";

    /// <summary>A poll is on the record; its message is not hidden until the next one yet.</summary>
    public const string PollRecorded = "poll.recorded";

    /// <summary>Where a job's HTTP job stands is on the record; its next step has not begun yet.</summary>
    public const string StepRecorded = "step.recorded";

    /// <summary>The result is on the record; it is not on the result queue yet.</summary>
    public const string ResultRecorded = "result.recorded";

    /// <summary>The result is on its queue; the record does not say so yet.</summary>
    public const string ResultEnqueued = "result.enqueued";

    /// <summary>The record says that the result is on its queue; the request message is still there.</summary>
    public const string ResultEnqueueMarked = "result.enqueue-marked";

    /// <summary>A drain has marked results as delivered; they are still on the queue and the client has no answer yet.</summary>
    public const string DeliveryMarked = "delivery.marked";

    /// <summary>A drain has deleted results from the queue; the client has no answer yet.</summary>
    public const string DeliveryDeleted = "delivery.deleted";

    /// <summary>A lease is stored; the client has no answer yet.</summary>
    public const string LeaseStored = "lease.stored";

    /// <summary>An acknowledgement has marked results as delivered; they are still on the queue.</summary>
    public const string AckMarked = "ack.marked";

    /// <summary>An acknowledgement has deleted results from the queue; the lease does not say so yet.</summary>
    public const string AckDeleted = "ack.deleted";

    /// <summary>A target is taken for a QA run that was not accepted yet.</summary>
    public const string TargetTaken = "target.taken";

    /// <summary>The plan of a QA run is in its feed; the state machine does not know it yet.</summary>
    public const string PlanRecorded = "plan.recorded";

    /// <summary>Something that a QA run has done is in its feed.</summary>
    public const string EventAppended = "event.appended";

    /// <summary>All scenarios of an operation are in the feed of their QA run, and that they are all.</summary>
    public const string OperationRecorded = "operation.recorded";

    /// <summary>The reports of a QA run are in the artifact store, and its verdict is in its feed; the record does not say so yet.</summary>
    public const string VerdictRecorded = "verdict.recorded";

    /// <summary>The last event of a QA run is in its feed.</summary>
    public const string FeedClosed = "feed.closed";

    /// <summary>Every name above.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        JobCreated, JobEnqueued, JobEnqueueMarked, JobStarted, CallBegun, CspAnswered, AnswerRecorded, WatchRecorded, StepRecorded, OutputStored, PollRecorded,
        ResultRecorded, LeftoversDeleted, ResultEnqueued, ResultEnqueueMarked,
        DeliveryMarked, DeliveryDeleted, LeaseStored, AckMarked, AckDeleted,
        TargetTaken, PlanRecorded, EventAppended, OperationRecorded, VerdictRecorded, FeedClosed,
    ];

    /// <summary>Those of <see cref="All"/> that only provisioning jobs pass.</summary>
    public static IReadOnlyList<string> OfProvisioning { get; } = [CallBegun, AnswerRecorded];

    /// <summary>Those of <see cref="All"/> that only jobs pass that are watched.</summary>
    public static IReadOnlyList<string> OfWatches { get; } = [WatchRecorded, PollRecorded];

    /// <summary>Those of <see cref="All"/> that only jobs pass whose work an HTTP job does.</summary>
    public static IReadOnlyList<string> OfHttpJobs { get; } = [StepRecorded];

    /// <summary>Those of <see cref="All"/> that only reports pass.</summary>
    public static IReadOnlyList<string> OfReports { get; } = [OutputStored, LeftoversDeleted];

    /// <summary>Those of <see cref="All"/> that only QA runs pass.</summary>
    public static IReadOnlyList<string> OfQaRuns { get; } = [TargetTaken, PlanRecorded, EventAppended, OperationRecorded, VerdictRecorded, FeedClosed];
}
