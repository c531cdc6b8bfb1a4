using Hoth.QaRuns.Results;

namespace Hoth.QaRuns.Scenarios;

/// <summary>
/// Where a run writes down how far it is. What was written once is not written again, so that a run that was killed goes on where it was: a scenario
/// that has a record is not run a second time.
/// </summary>
public interface IScenarioJournal
{
    /// <summary>The record of a scenario that has run; null: it has not.</summary>
    Task<ScenarioRecord?> FindAsync(string scenarioId, CancellationToken cancellationToken);

    /// <summary>SCENARIO_CREATED, once.</summary>
    /// <exception cref="RunEndedException">The run has ended, or was cancelled.</exception>
    Task CreatedAsync(string scenarioId, string operationId, ScenarioKind kind, string title, CancellationToken cancellationToken);

    /// <summary>EXECUTION_SUCCESS or EXECUTION_FAILED with the record, once, in one transaction.</summary>
    /// <exception cref="RunEndedException">The run has ended, or was cancelled.</exception>
    Task ExecutedAsync(ScenarioRecord record, CancellationToken cancellationToken);

    /// <summary>AI_FAILED, once per operation and attempt.</summary>
    /// <param name="operationId">For which operation.</param>
    /// <param name="attempt">Which attempt; from 1.</param>
    /// <param name="of">How many there are at most.</param>
    /// <param name="reason">Why, for people; nothing of the endpoint's answer.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RunEndedException">The run has ended, or was cancelled.</exception>
    Task AiFailedAsync(string operationId, int attempt, int of, string reason, CancellationToken cancellationToken);
}

/// <summary>A run has ended while work for it was under way; the work is to stop.</summary>
public sealed class RunEndedException() : Exception("The run has ended.");
