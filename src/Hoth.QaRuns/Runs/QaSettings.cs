using System.Collections.Immutable;
using Hoth.Http;

namespace Hoth.QaRuns.Runs;

/// <summary>What the operator of this host says about QA runs.</summary>
public sealed record QaSettings
{
    /// <summary>Setting: the targets that may be tested: absolute URLs with blanks between them.</summary>
    public const string TargetsVariable = "HOTH_QA_TARGETS";

    /// <summary>What names of secrets begin with that packages may name.</summary>
    public const string SecretPrefix = "hoth/qa/";

    /// <summary>So many operations of a run are tested at a time: MaxConcurrency of <c>statemachines/qa-run.asl.json</c>.</summary>
    public const int Lanes = 4;

    /// <summary>Nothing may be tested.</summary>
    public static QaSettings None { get; } = new();

    /// <summary>What may be tested: everything below these.</summary>
    public ImmutableArray<Uri> Targets { get; init; } = [];

    /// <summary>Whether what listens on this machine may be tested and read too: for the local host.</summary>
    public bool AllowsLoopback { get; init; }

    /// <summary>How many processes may test one target at a time; each takes its part of the concurrency that a package allows. 1 and more.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Reads <see cref="TargetsVariable"/>.</summary>
    /// <param name="value">Its value; null or blank: nothing may be tested.</param>
    /// <exception cref="InvalidOperationException">One is no absolute https URL (http on this machine), or has a query, a fragment or user information.</exception>
    public static ImmutableArray<Uri> ReadTargets(string? value) =>
    [
        .. (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => TargetUrls.TryRead(text) is { } url && SafeScheme.IsUsedBy(url)
                ? url
                : throw new InvalidOperationException($"{TargetsVariable} must be absolute https URLs without query, fragment and user information, with blanks between them.")),
    ];

    /// <summary>Whether an address may be tested.</summary>
    public bool Allows(Uri baseUrl) => (AllowsLoopback && baseUrl.IsLoopback) || Targets.Any(target => TargetUrls.IsWithin(baseUrl, target));
}
