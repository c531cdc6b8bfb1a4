using System.Text.Json;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.QaRuns.Runs;

/// <summary>The feed of a run: what is in it once, by keys that make it so, but for its scenarios (<see cref="EventPublisher"/>). Its id is the job's instance.</summary>
public sealed class QaFeed(IEventFeed feeds, TimeProvider time, IFaultPoints faults)
{
    internal const string CreatedPrefix = "created/";
    internal const string RecordPrefix = "record/";
    internal const string AiPrefix = "ai/";

    private const string RequestedKey = "requested";
    private const string SpecKey = "spec";
    private const string GeneratorKey = "generator";
    private const string VerdictKey = "verdict";
    private const string EndKey = "end";

    /// <summary>The feeds of this host.</summary>
    internal IEventFeed Feeds => feeds;

    internal Task RequestedAsync(JobRecord job, CancellationToken cancellationToken) =>
        AppendAsync(job, RequestedKey, "", [Event(QaEventTypes.Requested, job.CreatedAt, data => data.WriteString("planId", job.JobId))], cancellationToken);

    internal async Task<PlanSummary?> FindPlanAsync(JobRecord job, CancellationToken cancellationToken) =>
        await feeds.FindEntryAsync(job.InstanceId, SpecKey, cancellationToken) is { Length: > 0 } json ? JsonSerializer.Deserialize(json, QaJson.Default.PlanSummary) : null;

    internal Task SpecFetchedAsync(JobRecord job, PlanSummary plan, CancellationToken cancellationToken) =>
        AppendAsync(job, SpecKey, JsonSerializer.Serialize(plan, QaText.Json.PlanSummary), [Event(QaEventTypes.SpecFetched, data =>
        {
            data.WriteString("specHash", plan.SpecHash);
            data.WriteString("title", Cut(plan.Title));
            data.WriteNumber("operations", plan.Operations);
            data.WriteNumber("leftOut", plan.LeftOut);
        })], cancellationToken);

    internal Task SpecFetchFailedAsync(JobRecord job, string reason, CancellationToken cancellationToken) =>
        AppendAsync(job, SpecKey, "", [Event(QaEventTypes.SpecFetchFailed, data => data.WriteString("reason", Cut(reason)))], cancellationToken);

    internal Task GeneratorAsync(JobRecord job, string generator, CancellationToken cancellationToken) =>
        AppendAsync(job, GeneratorKey, "", [Event(QaEventTypes.AiSuccess, data => data.WriteString("generator", generator))], cancellationToken);

    internal async Task<VerdictSummary?> FindVerdictAsync(JobRecord job, CancellationToken cancellationToken) =>
        await feeds.FindEntryAsync(job.InstanceId, VerdictKey, cancellationToken) is { } json ? JsonSerializer.Deserialize(json, QaJson.Default.VerdictSummary) : null;

    internal Task EvaluatedAsync(JobRecord job, VerdictSummary verdict, CancellationToken cancellationToken) =>
        AppendAsync(job, VerdictKey, JsonSerializer.Serialize(verdict, QaText.Json.VerdictSummary), [Event(QaEventTypes.EvaluationDone, data =>
        {
            data.WritePropertyName("verdict");
            JsonSerializer.Serialize(data, verdict.Verdict, QaJson.Default.Verdict);
            data.WriteNumber("findings", verdict.Findings);
        })], cancellationToken);

    /// <summary>
    /// The end of a run whose job has ended, for whoever comes first; its last events follow from the record, so that they are the same whoever that is.
    /// </summary>
    /// <exception cref="InvalidOperationException">The job has not ended.</exception>
    internal async Task CloseAsync(JobRecord job, CancellationToken cancellationToken)
    {
        if (job is not { IsTerminal: true, FinishedAt: { } at }) throw new InvalidOperationException($"Job {job.JobId} has not ended.");
        if ((await feeds.ReadAsync(job.InstanceId, long.MaxValue, 1, cancellationToken)).IsClosed) return;
        // A run may have ended before anybody began with it.
        await RequestedAsync(job, cancellationToken);
        NewEvent[] before = job.Status switch
        {
            JobStatus.Failed => [Event(QaEventTypes.Failed, at, data =>
            {
                data.WriteString("code", job.Error?.Code);
                data.WriteString("detail", Cut(job.Error?.Detail ?? ""));
            })],
            JobStatus.Cancelled => [Event(QaEventTypes.Cancelled, at, _ => { })],
            _ => [],
        };
        var complete = Event(QaEventTypes.Complete, at, data => data.WriteString("outcome", JobResult.OutcomeOf(job.Status)));
        await feeds.AppendAsync(job.InstanceId, new FeedEntry(EndKey, [.. before, complete], job.PurgeAt) { Closes = true }, cancellationToken);
        faults.Reached(FaultPoint.FeedClosed);
    }

    internal NewEvent Event(string type, Action<Utf8JsonWriter> data) => Event(type, time.GetUtcNow(), data);

    /// <summary>Text for people, short enough for an event.</summary>
    internal static string Cut(string text) => text.Length <= 500 ? text : string.Concat(text.AsSpan(0, 499), "…");

    private async Task AppendAsync(JobRecord job, string key, string content, NewEvent[] events, CancellationToken cancellationToken)
    {
        await feeds.AppendAsync(job.InstanceId, new FeedEntry(key, events, job.PurgeAt) { Content = content }, cancellationToken);
        faults.Reached(FaultPoint.EventAppended);
    }

    private static NewEvent Event(string type, DateTimeOffset at, Action<Utf8JsonWriter> data) => new(type, at, JsonText.Write(data));
}
