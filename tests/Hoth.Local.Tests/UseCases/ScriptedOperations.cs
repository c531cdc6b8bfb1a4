using System.Collections.Concurrent;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Runs;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.Local.Tests.UseCases;

/// <summary>Tries some scenarios per operation without calling anybody, as the real one does otherwise: what has a record is not tried again.</summary>
public sealed class ScriptedOperations : IQaOperations
{
    private readonly ConcurrentBag<string> _tried = [];

    /// <summary>Scenarios per operation.</summary>
    public int Scenarios { get; set; } = 3;

    /// <summary>Called before each scenario, with its id.</summary>
    public Func<string, CancellationToken, Task> BeforeEach { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What is kept of a scenario.</summary>
    public Func<ScenarioRecord, ScenarioRecord> Result { get; set; } = record => record;

    /// <summary>The scenarios that were tried, each as often as it was.</summary>
    public IReadOnlyCollection<string> Tried => _tried;

    public async Task RunAsync(string runId, QaPlan plan, ApiOperation operation, IScenarioJournal journal, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Scenarios; i++)
        {
            var id = $"{operation.Id}/Positive/all of it {i}";
            if (await journal.FindAsync(id, cancellationToken) is not null) continue;
            await journal.CreatedAsync(id, operation.Id, ScenarioKind.Positive, "Everything is given", cancellationToken);
            await BeforeEach(id, cancellationToken);
            _tried.Add(id);
            await journal.ExecutedAsync(Result(new ScenarioRecord
            {
                ScenarioId = id, OperationId = operation.Id, Kind = ScenarioKind.Positive, Title = "Everything is given", Outcome = ScenarioOutcome.Passed, Assertions = 2, Reached = [operation.Id],
            }), cancellationToken);
        }
    }
}
