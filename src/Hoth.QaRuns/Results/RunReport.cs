using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Results;

/// <summary>What a run says about an API: made by <see cref="EvaluateRun"/>, and kept.</summary>
public sealed record RunReport
{
    /// <summary>The value of <see cref="Format"/>. Members may be added to the format; none is renamed.</summary>
    public const string CurrentFormat = "hoth-qa-report/1";

    /// <summary>Says that a file is such a report.</summary>
    public required string Format { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why: a sentence each, what weighs most first.</summary>
    public required ImmutableArray<string> Reasons { get; init; }

    /// <summary>Which specification.</summary>
    public required ReportedSpec Spec { get; init; }

    /// <summary>The target.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>How the run went about its work; values of parameters whose names say that they are secret are redacted.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>One of <see cref="Generators"/>.</summary>
    public required string Generator { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The sums of <see cref="Operations"/>.</summary>
    public required RunTotals Totals { get; init; }

    /// <summary>Every operation of the specification, in its order.</summary>
    public required ImmutableArray<OperationScore> Operations { get; init; }

    /// <summary>What differs, each fingerprint once; by operation, then by fingerprint.</summary>
    public required ImmutableArray<ReportedFinding> Findings { get; init; }

    /// <summary>The scenarios, by operation, then by id.</summary>
    public required ImmutableArray<ReportedScenario> Scenarios { get; init; }

    /// <summary>What the run has made on the target and left there.</summary>
    public required ImmutableArray<CreatedResource> Created { get; init; }

    /// <summary>What is different from an earlier run; null: there is none to compare with.</summary>
    public BaselineComparison? Comparison { get; init; }

    /// <summary>The scenario of an id; null: none.</summary>
    public ReportedScenario? FindScenario(string id) => Scenarios.FirstOrDefault(s => s.Id == id);
}

/// <summary>What a run says in one word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Everything was tested, and all of it is as specified.</summary>
    [JsonStringEnumMemberName("PASS")]
    Pass,

    /// <summary>All that was tested is as specified, and something was left out.</summary>
    [JsonStringEnumMemberName("PASS_WITH_WARNINGS")]
    PassWithWarnings,

    /// <summary>There are findings.</summary>
    [JsonStringEnumMemberName("FAIL")]
    Fail,

    /// <summary>Too little was tested to say anything.</summary>
    [JsonStringEnumMemberName("INCONCLUSIVE")]
    Inconclusive,
}

/// <summary>Which specification a run was about.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Version">Its version, as its author numbers it.</param>
/// <param name="Hash">SHA-256 (hex) of its canonical JSON.</param>
/// <param name="Notes">What its author should know about it; without weight for the verdict.</param>
public sealed record ReportedSpec(string Title, string Version, string Hash, ImmutableArray<SpecNote> Notes);

/// <summary>Sums over all operations.</summary>
/// <param name="Operations">Operations of the specification.</param>
/// <param name="Tested">Those that were not left out.</param>
/// <param name="Reached">Those that answered a valid request with a 2xx.</param>
/// <param name="Scenarios">Scenarios.</param>
/// <param name="Passed">Those in which all was as specified.</param>
/// <param name="Failed">Those with findings.</param>
/// <param name="NotRun">Those that could not be tried.</param>
/// <param name="Assertions">Comparisons.</param>
/// <param name="Findings">Fingerprints.</param>
/// <param name="Requests">Requests that were sent.</param>
public sealed record RunTotals(int Operations, int Tested, int Reached, int Scenarios, int Passed, int Failed, int NotRun, int Assertions, int Findings, int Requests);

/// <summary>What was done for an operation, and how it came out.</summary>
public sealed record OperationScore
{
    /// <summary>Which.</summary>
    public required string OperationId { get; init; }

    /// <summary>Its method.</summary>
    public required string Method { get; init; }

    /// <summary>Its path.</summary>
    public required string Path { get; init; }

    /// <summary>Why it was not tested, a sentence; null: it was.</summary>
    public string? LeftOut { get; init; }

    /// <summary>Its scenarios.</summary>
    public required int Scenarios { get; init; }

    /// <summary>Those in which all was as specified.</summary>
    public required int Passed { get; init; }

    /// <summary>Those with findings.</summary>
    public required int Failed { get; init; }

    /// <summary>Those that could not be tried.</summary>
    public required int NotRun { get; init; }

    /// <summary>Scenarios that were left out because there are more than the limit.</summary>
    public int ScenariosOverLimit { get; init; }

    /// <summary>Comparisons in its scenarios.</summary>
    public required int Assertions { get; init; }

    /// <summary>It answered a valid request with a 2xx, in whichever scenario.</summary>
    public required bool Reached { get; init; }

    /// <summary>Fingerprints of its own.</summary>
    public required int Findings { get; init; }
}

/// <summary>A finding, once for all the scenarios that show it.</summary>
/// <param name="Fingerprint">The same in every run that finds it: <see cref="Finding.Fingerprint"/>.</param>
/// <param name="Check">One of <see cref="CheckNames"/>.</param>
/// <param name="OperationId">The operation that differs.</param>
/// <param name="Pointer">The rule that is broken: where it stands in the specification.</param>
/// <param name="Rule">What stands there: JSON, cut; null: nothing does.</param>
/// <param name="Message">What was expected, what came.</param>
/// <param name="ScenarioId">The first scenario that shows it.</param>
/// <param name="Exchange">Which exchange of that scenario; from 0.</param>
/// <param name="Scenarios">How many scenarios show it.</param>
public sealed record ReportedFinding(
    string Fingerprint, string Check, string OperationId, string Pointer, string? Rule, string Message, string ScenarioId, int Exchange, int Scenarios);

/// <summary>A scenario and what came of it.</summary>
/// <param name="Id">Which.</param>
/// <param name="OperationId">The operation that it tests.</param>
/// <param name="Kind">What it is after.</param>
/// <param name="Title">What it tries, in words.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it did not run to its end; null: it did.</param>
/// <param name="Assertions">Comparisons.</param>
/// <param name="Findings">What it found, each fingerprint once.</param>
/// <param name="Exchanges">What was sent and what came, in order.</param>
public sealed record ReportedScenario(
    string Id,
    string OperationId,
    ScenarioKind Kind,
    string Title,
    ScenarioOutcome Outcome,
    string? Reason,
    int Assertions,
    ImmutableArray<ScenarioFinding> Findings,
    ImmutableArray<Exchange> Exchanges);

/// <summary>A finding as one scenario shows it.</summary>
/// <param name="Fingerprint">Which: <see cref="ReportedFinding.Fingerprint"/>.</param>
/// <param name="Message">What was expected, what came.</param>
/// <param name="Exchange">Which exchange; from 0.</param>
public sealed record ScenarioFinding(string Fingerprint, string Message, int Exchange);
