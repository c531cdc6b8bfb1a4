using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hoth.QaRuns.Scenarios;

namespace Hoth.QaRuns.Results;

/// <summary>What came of a scenario: what is kept of it, and what the verdict rests on.</summary>
public sealed record ScenarioRecord
{
    /// <summary>Which: <see cref="Scenario.Id"/>.</summary>
    public required string ScenarioId { get; init; }

    /// <summary>The operation that it tests.</summary>
    public required string OperationId { get; init; }

    /// <summary>What kind of scenario.</summary>
    public required ScenarioKind Kind { get; init; }

    /// <summary>What it tries, in words.</summary>
    public required string Title { get; init; }

    /// <summary>How it ended.</summary>
    public required ScenarioOutcome Outcome { get; init; }

    /// <summary>Why it did not run to its end; null: it did.</summary>
    public string? Reason { get; init; }

    /// <summary>Comparisons that were made.</summary>
    public int Assertions { get; init; }

    /// <summary>What was found, each fingerprint once.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>What was sent and what came, in order.</summary>
    public ImmutableArray<Exchange> Exchanges { get; init; } = [];

    /// <summary>Operations that answered 2xx to a valid request.</summary>
    public ImmutableArray<string> Reached { get; init; } = [];

    /// <summary>What was created and is left behind.</summary>
    public ImmutableArray<CreatedResource> Created { get; init; } = [];

    /// <summary>On the preparation of an operation: how many scenarios it would have beyond the most that are tried.</summary>
    public int LeftOut { get; init; }

    /// <summary>What later scenarios of the operation need of this one: ids by name.</summary>
    public ImmutableSortedDictionary<string, string> Captured { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A resource that a run made on the target.</summary>
/// <param name="OperationId">The operation that made it.</param>
/// <param name="Path">Where it can be read, if that is known; else the path that it was posted to.</param>
/// <param name="Id">Its id, if the answer gave one.</param>
public sealed record CreatedResource(string OperationId, string Path, string? Id);

/// <summary>How a scenario ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScenarioOutcome>))]
public enum ScenarioOutcome
{
    /// <summary>Everything that was compared was as specified.</summary>
    Passed,

    /// <summary>There are findings.</summary>
    Failed,

    /// <summary>It could not be tried; nothing is said about the API.</summary>
    NotRun,
}
