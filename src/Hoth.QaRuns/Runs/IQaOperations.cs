using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Runs;

/// <summary>Tests operations for runs.</summary>
public interface IQaOperations
{
    /// <summary>Tests one operation, or goes on where the journal ends.</summary>
    /// <param name="runId">Names the run: what is tested for the same run in the same process shares its limits.</param>
    /// <param name="plan">What the run is about.</param>
    /// <param name="operation">Which of the plan's operations.</param>
    /// <param name="journal">Where it is written down.</param>
    /// <param name="cancellationToken">Stops; what has run is in the journal.</param>
    /// <exception cref="RunEndedException">The run has ended.</exception>
    Task RunAsync(string runId, QaPlan plan, ApiOperation operation, IScenarioJournal journal, CancellationToken cancellationToken);
}
