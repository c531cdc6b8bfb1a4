using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.HttpJobs.Expressions;

namespace Hoth.HttpJobs;

/// <summary>
/// Where a job stands: everything that is needed to go on, in any process; no credential of Hoth's, though signed links of servers may be among the targets. Saved after each step, it makes every step happen at
/// least once; see docs/adr/0014-http-job-steps.md for what that means for creations.
/// </summary>
public sealed record HttpJobState
{
    /// <summary>The definition's name.</summary>
    public required string Definition { get; init; }

    /// <summary>Made by Hoth, unique for each job: the beginning of <c>job.key</c>.</summary>
    public required string Id { get; init; }

    /// <summary>No new try and no repeated step is begun after this.</summary>
    public required DateTimeOffset DeadlineAt { get; init; }

    /// <summary>What is done next.</summary>
    public HttpJobPhase Phase { get; init; }

    /// <summary>When it is done next, not before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Which try this is: 1 to 3.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>How often this step was repeated because of trouble that may pass.</summary>
    public int StepTries { get; init; }

    /// <summary>How often this try was polled.</summary>
    public int Polls { get; init; }

    /// <summary>Polls in a row without a usable answer.</summary>
    public int Blanks { get; init; }

    /// <summary>Until when this try is polled; null before there is something to poll.</summary>
    public DateTimeOffset? TryEndsAt { get; init; }

    /// <summary>The last status that the server reported.</summary>
    public string? RemoteStatus { get; init; }

    /// <summary>What expressions refer to, of inputs and answers.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Values { get; init; } = ExpressionValues.Empty.All;

    /// <summary>What is downloaded; null: one download without a target, or not known yet.</summary>
    public IReadOnlyList<JsonElement>? Targets { get; init; }

    /// <summary>The target that is next, from 0.</summary>
    public int Target { get; init; }

    /// <summary>Pages of this target so far.</summary>
    public int Pages { get; init; }

    /// <summary>The next page of this target; null: the first one.</summary>
    public Uri? NextPage { get; init; }

    /// <summary>What was written in this try.</summary>
    public HttpJobAmount Written { get; init; } = new(0, 0, 0);

    /// <summary>What had been written before this target.</summary>
    public HttpJobAmount WrittenBefore { get; init; } = new(0, 0, 0);

    /// <summary>How often in a row links were expired without a target being finished.</summary>
    public int LinkRefreshes { get; init; }

    /// <summary>How the try, and in the phase Done the job, ended; null before.</summary>
    public HttpJobVerdict? Verdict { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public HttpJobFailure? Failure { get; init; }

    /// <summary>What went wrong without making the job fail; at most 20.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>True when nothing is left to do.</summary>
    [JsonIgnore]
    public bool IsOver => Phase == HttpJobPhase.Done;

    /// <summary>The state as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, HttpJobJson.Default.HttpJobState);

    /// <summary>The state that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no such state.</exception>
    public static HttpJobState FromJson(string json) =>
        JsonSerializer.Deserialize(json, HttpJobJson.Default.HttpJobState) ?? throw new JsonException("The state of an HTTP job must not be null.");
}

/// <summary>What is done next.</summary>
public enum HttpJobPhase
{
    /// <summary>Create the remote job.</summary>
    Create,

    /// <summary>Find the remote job that was there already.</summary>
    Adopt,

    /// <summary>Ask how far it is.</summary>
    Poll,

    /// <summary>Ask what there is to download.</summary>
    Targets,

    /// <summary>Download one page of one target.</summary>
    Download,

    /// <summary>Abort the remote job, which failed or took too long.</summary>
    Abort,

    /// <summary>Delete the remote job.</summary>
    Delete,

    /// <summary>Nothing.</summary>
    Done,
}

/// <summary>How a job, or one try of it, ended.</summary>
public enum HttpJobVerdict
{
    /// <summary>Everything was downloaded.</summary>
    Completed,

    /// <summary>The server had no data: an empty success.</summary>
    Skipped,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was not done in time.</summary>
    TimedOut,
}

/// <summary>Why a job failed.</summary>
/// <param name="Error">What kind of trouble.</param>
/// <param name="Detail">One sentence for a person; no body, token or secret.</param>
/// <param name="IsFinal">True when another try would end the same way.</param>
public sealed record HttpJobFailure(HttpJobError Error, string Detail, bool IsFinal)
{
    /// <summary>The HTTP status of the answer that said so; null when there was none.</summary>
    public int? Status { get; init; }
}

/// <summary>An amount of output.</summary>
/// <param name="Parts">Parts: 0, 1, … are what this many were numbered.</param>
/// <param name="Records">Records in them.</param>
/// <param name="Bytes">Bytes of those, as JSON without line ends.</param>
public sealed record HttpJobAmount(int Parts, long Records, long Bytes);

/// <summary>How states are written. Members may be added; never rename one.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = 80,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HttpJobState))]
internal sealed partial class HttpJobJson : JsonSerializerContext;
