using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.Local.Qa;

/// <summary>Tests an API.</summary>
internal interface IQaEngine
{
    /// <summary>Tests all operations that the options allow.</summary>
    /// <param name="spec">What the API is to be.</param>
    /// <param name="options">Where it is, and how to go about it.</param>
    /// <param name="journal">Where scenarios are written down as they end.</param>
    /// <param name="progress">Told when an operation has ended.</param>
    /// <param name="cancellationToken">Stops; what has run is in the journal.</param>
    Task RunAsync(ApiSpec spec, QaOptions options, IScenarioJournal journal, IQaProgress progress, CancellationToken cancellationToken);
}
