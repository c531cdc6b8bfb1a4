namespace Hoth.QaRuns.Runs;

/// <summary>The types of a run's events, in the order in which they come (contract, section 5).</summary>
public static class QaEventTypes
{
    /// <summary>The run was accepted.</summary>
    public const string Requested = "REQUESTED";

    /// <summary>The specification was read.</summary>
    public const string SpecFetched = "SPEC_FETCHED";

    /// <summary>The specification could not be read; the run fails.</summary>
    public const string SpecFetchFailed = "SPEC_FETCH_FAILED";

    /// <summary>A language model gave nothing usable; comes before the first scenario of its operation.</summary>
    public const string AiFailed = "AI_FAILED";

    /// <summary>A scenario is about to be tried.</summary>
    public const string ScenarioCreated = "SCENARIO_CREATED";

    /// <summary>It was tried, and all was as specified.</summary>
    public const string ExecutionSuccess = "EXECUTION_SUCCESS";

    /// <summary>It was tried with findings, or could not be tried.</summary>
    public const string ExecutionFailed = "EXECUTION_FAILED";

    /// <summary>All scenarios have run; says where they came from, also when no language model was asked.</summary>
    public const string AiSuccess = "AI_SUCCESS";

    /// <summary>The verdict is there.</summary>
    public const string EvaluationDone = "QA_EVAL_DONE";

    /// <summary>The run has failed.</summary>
    public const string Failed = "FAILED";

    /// <summary>The run was cancelled.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>The last one of every run, however it ended.</summary>
    public const string Complete = "COMPLETE";
}
