using Hoth.QaRuns.Results;

namespace Hoth.Local.Qa;

/// <summary>Told how far a run is, from several threads.</summary>
internal interface IQaProgress
{
    /// <summary>A scenario has ended.</summary>
    void ScenarioEnded(ScenarioRecord record);

    /// <summary>All scenarios of an operation have ended.</summary>
    void OperationEnded(string operationId);
}
