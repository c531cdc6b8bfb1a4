using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.Jobs;
using Hoth.Json;

namespace Hoth.Reports.Work;

/// <summary>Where the work on a report stands; on the job record, saved after each step, so that any process goes on with it. Questions are named by their numbers in <see cref="ReportQuestions"/>.</summary>
internal sealed record ReportState
{
    /// <summary>So many warnings name a question; what is over is only counted.</summary>
    public const int NamedWarnings = JobRecord.MaxWarnings - 1;

    /// <summary>Which round of questions to CSPs: trouble that may pass is left to the next one.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The questions of this round; null: all.</summary>
    public IReadOnlyList<int>? Asked { get; init; }

    /// <summary>How many of them are done with.</summary>
    public int Next { get; init; }

    /// <summary>Those to ask again.</summary>
    public IReadOnlyList<int> Again { get; init; } = [];

    /// <summary>The longest wait that a CSP asked for in this round; null: none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When this round goes on, not before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>The first question that no HTTP job was looked for yet.</summary>
    public int NextJob { get; init; }

    /// <summary>HTTP jobs that were begun.</summary>
    public IReadOnlyList<ReportHttpJob> Jobs { get; init; } = [];

    /// <summary>How many questions have rows, or surely none.</summary>
    public int Answered { get; init; }

    /// <summary>The questions that came to nothing, sorted.</summary>
    public IReadOnlyList<int> Missing { get; init; } = [];

    /// <summary>Why the first of those did.</summary>
    public JobError? Error { get; init; }

    /// <summary>The code that goes with <see cref="Error"/>.</summary>
    public int Code { get; init; }

    /// <summary>How many of <see cref="Missing"/> there was no time for.</summary>
    public int NotInTime { get; init; }

    /// <summary>What went wrong; the first <see cref="NamedWarnings"/>.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Artifacts that an attempt to assemble the report was begun with. One of them at most becomes the result.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>A question came to nothing.</summary>
    public ReportState Miss(int question, string name, int code, JobError error) => Warn($"{name}: {error.Detail}") with
    {
        Missing = [.. Missing.Append(question).Order()],
        Error = Error ?? error,
        Code = Error is null ? code : Code,
    };

    /// <summary>There was no time for these questions.</summary>
    public ReportState MissForTime(IReadOnlyCollection<int> questions) => questions.Count == 0 ? this : this with
    {
        Missing = [.. Missing.Concat(questions).Order()],
        Error = Error ?? new JobError(JobErrorCodes.DeadlineExceeded, "It was not asked before the report's deadline."),
        Code = Error is null ? 504 : Code,
        NotInTime = NotInTime + questions.Count,
    };

    /// <summary>Something else went wrong.</summary>
    public ReportState Warn(string warning) => Warnings.Count >= NamedWarnings ? this : this with { Warnings = [.. Warnings, warning] };

    /// <summary>The state as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportStateJson.Default.ReportState);

    /// <summary>The state that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no such state.</exception>
    public static ReportState FromJson(string json) =>
        JsonSerializer.Deserialize(json, ReportStateJson.Default.ReportState) ?? throw new JsonException("The state of a report must not be null.");
}

/// <summary>An HTTP job that answers a question.</summary>
/// <param name="Question">Which.</param>
/// <param name="Json">Where it stands; null once it is over.</param>
/// <param name="Parts">The most parts that each of its tries had, so that all can be deleted.</param>
/// <param name="Written">Parts of its last try that are its output; 0 unless it succeeded.</param>
internal sealed record ReportHttpJob(int Question, [property: JsonConverter(typeof(RawJsonConverter))] string? Json, IReadOnlyList<int> Parts, int Written = 0);

/// <summary>How states are written. Members may be added; never rename one.</summary>
[JsonSourceGenerationOptions(MaxDepth = 96, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportState))]
internal sealed partial class ReportStateJson : JsonSerializerContext;
