using System.Text.Json;
using Hoth.Jobs;
using Hoth.Ports;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;

namespace Hoth.QaRuns.Runs;

/// <summary>
/// The journal of a run on its feed (seed 003): each event is appended once, with what it is about, whoever tries to and how often. Says that the run has ended once
/// its feed is closed, or, at most <see cref="Interval"/> later, once its job is to end.
/// </summary>
internal sealed class EventPublisher(JobRecord job, QaFeed feed, ScenarioRecords records, IJobStore jobs, TimeProvider time, IFaultPoints faults) : IScenarioJournal
{
    /// <summary>How old what is known of the job may be: as long as a cancelled run goes on.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _nextLook;
    private bool _hasEnded;

    /// <inheritdoc />
    public Task<ScenarioRecord?> FindAsync(string scenarioId, CancellationToken cancellationToken) => records.FindAsync(job.InstanceId, scenarioId, cancellationToken);

    /// <inheritdoc />
    public Task CreatedAsync(string scenarioId, string operationId, ScenarioKind kind, string title, CancellationToken cancellationToken) =>
        AppendAsync(ScenarioRecords.KeyOf(QaFeed.CreatedPrefix, scenarioId), "", feed.Event(QaEventTypes.ScenarioCreated, data =>
        {
            WriteScenario(data, scenarioId, operationId, kind);
            data.WriteString("title", QaFeed.Cut(title));
        }), cancellationToken);

    /// <inheritdoc />
    public async Task ExecutedAsync(ScenarioRecord record, CancellationToken cancellationToken)
    {
        var type = record.Outcome == ScenarioOutcome.Passed ? QaEventTypes.ExecutionSuccess : QaEventTypes.ExecutionFailed;
        var content = await records.WriteAsync(job, record, cancellationToken);
        await AppendAsync(ScenarioRecords.KeyOf(QaFeed.RecordPrefix, record.ScenarioId), content, feed.Event(type, data =>
        {
            WriteScenario(data, record.ScenarioId, record.OperationId, record.Kind);
            data.WriteString("outcome", $"{record.Outcome}");
            data.WriteNumber("assertions", record.Assertions);
            data.WriteNumber("findings", record.Findings.Length);
            if (record.Reason is { } reason) data.WriteString("reason", QaFeed.Cut(reason));
        }), cancellationToken);
    }

    /// <inheritdoc />
    public Task AiFailedAsync(string operationId, int attempt, int of, string reason, CancellationToken cancellationToken) =>
        AppendAsync(ScenarioRecords.KeyOf($"{QaFeed.AiPrefix}{attempt}/", operationId), "", feed.Event(QaEventTypes.AiFailed, data =>
        {
            data.WriteString("operationId", QaFeed.Cut(operationId));
            data.WriteNumber("attempt", attempt);
            data.WriteNumber("of", of);
            data.WriteBoolean("willRetry", attempt < of);
            data.WriteString("reason", QaFeed.Cut(reason));
        }), cancellationToken);

    private static void WriteScenario(Utf8JsonWriter data, string scenarioId, string operationId, ScenarioKind kind)
    {
        data.WriteString("scenarioId", QaFeed.Cut(scenarioId));
        data.WriteString("operationId", QaFeed.Cut(operationId));
        data.WriteString("kind", $"{kind}");
    }

    private async Task AppendAsync(string key, string content, NewEvent e, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        if (await feed.Feeds.AppendAsync(job.InstanceId, new FeedEntry(key, [e], job.PurgeAt) { Content = content }, cancellationToken) == FeedAppend.Closed)
        {
            _hasEnded = true;
            throw new RunEndedException();
        }

        faults.Reached(FaultPoint.EventAppended);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_hasEnded) throw new RunEndedException();
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (now < _nextLook) return;
            _nextLook = now + Interval;
        }

        var current = await jobs.FindAsync(job.JobId, cancellationToken);
        if (current is { Status: JobStatus.Running } && current.InstanceId == job.InstanceId && now < current.DeadlineAt) return;
        _hasEnded = true;
        throw new RunEndedException();
    }
}
