using System.Collections.Concurrent;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;

namespace Hoth.Local.Qa;

/// <summary>The journal of a run that lives as long as this process, and tells whoever watches.</summary>
internal sealed class MemoryJournal(IQaProgress progress) : IScenarioJournal
{
    private readonly ConcurrentDictionary<string, ScenarioRecord> _records = new(StringComparer.Ordinal);

    /// <summary>What has run until now.</summary>
    public IReadOnlyCollection<ScenarioRecord> Records => [.. _records.Values];

    public Task<ScenarioRecord?> FindAsync(string scenarioId, CancellationToken cancellationToken) => Task.FromResult(_records.GetValueOrDefault(scenarioId));

    public Task CreatedAsync(string scenarioId, string operationId, ScenarioKind kind, string title, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ExecutedAsync(ScenarioRecord record, CancellationToken cancellationToken)
    {
        if (_records.TryAdd(record.ScenarioId, record)) progress.ScenarioEnded(record);
        return Task.CompletedTask;
    }

    public Task AiFailedAsync(string operationId, int attempt, int of, string reason, CancellationToken cancellationToken) => Task.CompletedTask;
}
