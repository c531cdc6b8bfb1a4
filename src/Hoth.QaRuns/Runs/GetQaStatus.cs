using System.Text.Json;
using Hoth.Callers;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.QaRuns.Runs;

/// <summary><c>GET /status/{planId}</c>: how far a run is, with its last events.</summary>
public sealed class GetQaStatus(FindQaRun find, QaFeed feed, QaPlans plans)
{
    private const int LastEvents = 20;

    /// <summary>Looks.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="planId">Which run.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ProblemException">404; 410.</exception>
    public async Task<QaStatus> ExecuteAsync(Caller caller, string planId, CancellationToken cancellationToken)
    {
        var job = await find.ExecuteAsync(caller, planId, cancellationToken);
        // Behind every event there can be: how far the feed is.
        var head = await feed.Feeds.ReadAsync(job.InstanceId, long.MaxValue, 1, cancellationToken);
        var last = await feed.Feeds.ReadAsync(job.InstanceId, Math.Max(0, head.LastSeq - LastEvents), LastEvents, cancellationToken);
        var plan = await feed.FindPlanAsync(job, cancellationToken);
        var verdict = await feed.FindVerdictAsync(job, cancellationToken);
        var package = await plans.PackageOfAsync(job, cancellationToken);
        return new QaStatus(job.IsTerminal, JsonText.Write(json =>
        {
            json.WriteString("planId", job.JobId);
            json.WriteString("status", $"{job.Status}");
            json.WriteString("stage", StageOf(last));
            if (job.IsTerminal) json.WriteString("outcome", JobResult.OutcomeOf(job.Status));
            if (verdict is not null)
            {
                json.WritePropertyName("verdict");
                JsonSerializer.Serialize(json, verdict.Verdict, QaJson.Default.Verdict);
            }

            WriteCounts(json, last.Counts, plan, verdict);
            if (plan is not null) json.WriteString("specHash", plan.SpecHash);
            json.WriteNumber("seed", package.Config.Seed);
            if (job.StartedAt is { } started) json.WriteString("startedAt", started);
            json.WriteString("updatedAt", last.Events.Count > 0 && last.Events[^1].At > job.LastUpdatedAt ? last.Events[^1].At : job.LastUpdatedAt);
            if (job.FinishedAt is { } finished) json.WriteString("completedAt", finished);
            json.WriteNumber("lastSeq", last.Events.Count > 0 ? last.Events[^1].Seq : 0);
            ReadQaEvents.WriteEvents(json, last.Events);
        }));
    }

    private static void WriteCounts(Utf8JsonWriter json, IReadOnlyDictionary<string, long> counts, PlanSummary? plan, VerdictSummary? verdict)
    {
        json.WriteStartObject("counts");
        if (plan is not null)
        {
            json.WriteNumber("operations", plan.Operations);
            json.WriteNumber("operationsLeftOut", plan.LeftOut);
        }

        json.WriteNumber("scenarios", counts.GetValueOrDefault(QaEventTypes.ScenarioCreated));
        json.WriteNumber("succeeded", counts.GetValueOrDefault(QaEventTypes.ExecutionSuccess));
        json.WriteNumber("failed", counts.GetValueOrDefault(QaEventTypes.ExecutionFailed));
        if (verdict is not null) json.WriteNumber("findings", verdict.Findings);
        json.WriteEndObject();
    }

    /// <summary>What is being done.</summary>
    private static string StageOf(FeedPage feed) =>
        feed.IsClosed ? "COMPLETE"
        : feed.Counts.ContainsKey(QaEventTypes.AiSuccess) ? "EVALUATING"
        : feed.Counts.ContainsKey(QaEventTypes.SpecFetched) ? "TESTING"
        : "READING_SPEC";
}

/// <summary>How far a run is.</summary>
/// <param name="HasEnded">True when it has ended.</param>
/// <param name="Json">The answer.</param>
public sealed record QaStatus(bool HasEnded, string Json);
