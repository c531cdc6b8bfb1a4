using System.Collections.Immutable;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Results;

/// <summary>All that a report rests on.</summary>
public sealed record RunFacts
{
    /// <summary>What was asked of the API.</summary>
    public required ApiSpec Spec { get; init; }

    /// <summary>The target.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>How the run went about its work.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>One of <see cref="Generators"/>.</summary>
    public string Generator { get; init; } = Generators.Schema;

    /// <summary>Operations of the specification that were not tested, with the reason as a sentence. Those that write need no entry where writes are not allowed.</summary>
    public ImmutableDictionary<string, string> LeftOut { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What came of the scenarios, in any order; one record of each, of operations that the specification has.</summary>
    public required IReadOnlyCollection<ScenarioRecord> Records { get; init; }

    /// <summary>Why the run ended before all of it was done, as a sentence; null: it was not stopped.</summary>
    public string? Stopped { get; init; }

    /// <summary>The report of an earlier run to compare with; null: none.</summary>
    public RunReport? Baseline { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its last scenario had ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }
}

/// <summary>Where scenarios came from.</summary>
public static class Generators
{
    /// <summary>From the schemas alone.</summary>
    public const string Schema = "schema";

    /// <summary>A language model proposed some.</summary>
    public const string SchemaAndAi = "schema+ai";
}
