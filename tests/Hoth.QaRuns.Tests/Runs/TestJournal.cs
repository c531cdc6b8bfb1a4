using System.Collections.Concurrent;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;

namespace Hoth.QaRuns.Tests.Runs;

/// <summary>Keeps what a run writes down.</summary>
internal sealed class TestJournal : IScenarioJournal
{
    private readonly ConcurrentDictionary<string, ScenarioRecord> _records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _created = new(StringComparer.Ordinal);

    public IReadOnlyList<ScenarioRecord> Records => [.. _records.Values.OrderBy(r => r.ScenarioId, StringComparer.Ordinal)];

    private readonly ConcurrentQueue<(string OperationId, int Attempt)> _aiFailures = new();

    public IReadOnlyList<(string OperationId, int Attempt)> AiFailures => [.. _aiFailures];

    public IReadOnlyCollection<string> Created => [.. _created.Keys];

    public Task<ScenarioRecord?> FindAsync(string scenarioId, CancellationToken cancellationToken) => Task.FromResult(_records.GetValueOrDefault(scenarioId));

    public Task CreatedAsync(string scenarioId, string operationId, ScenarioKind kind, string title, CancellationToken cancellationToken)
    {
        _created[scenarioId] = title;
        return Task.CompletedTask;
    }

    public Task ExecutedAsync(ScenarioRecord record, CancellationToken cancellationToken)
    {
        _records.TryAdd(record.ScenarioId, record).ShouldBeTrue($"{record.ScenarioId} ran twice.");
        return Task.CompletedTask;
    }

    public Task AiFailedAsync(string operationId, int attempt, int of, string reason, CancellationToken cancellationToken)
    {
        _aiFailures.Enqueue((operationId, attempt));
        return Task.CompletedTask;
    }
}
