using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.QaRuns.Results;

namespace Hoth.QaRuns.Runs;

/// <summary>The wire form of the state machine's tasks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QaTask))]
[JsonSerializable(typeof(QaOperationTask))]
[JsonSerializable(typeof(QaPlanned))]
[JsonSerializable(typeof(QaProgress))]
public sealed partial class QaTaskJson : JsonSerializerContext;

/// <summary>How packages, records of scenarios and the rest of a run are written. Members may be added; never rename one.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QaPackage))]
[JsonSerializable(typeof(PlanSummary))]
[JsonSerializable(typeof(VerdictSummary))]
[JsonSerializable(typeof(RecordEntry))]
[JsonSerializable(typeof(ActiveRun))]
internal sealed partial class QaJson : JsonSerializerContext;

/// <summary>The same with letters as they are.</summary>
internal static class QaText
{
    /// <summary>Writes.</summary>
    public static QaJson Json { get; } = new(new JsonSerializerOptions(QaJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>The input of the state machine, and of its tasks.</summary>
/// <param name="JobId">Which run.</param>
/// <param name="InstanceId">Tells it from an earlier one that had the same id.</param>
public sealed record QaTask(string JobId, string InstanceId)
{
    /// <summary>W3C trace context of the request, for those who read executions. Null when unknown.</summary>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }
}

/// <summary>The input of the task that tests one operation.</summary>
/// <param name="JobId">Which run.</param>
/// <param name="InstanceId">Tells it from an earlier one that had the same id.</param>
/// <param name="Operation">Which operation: its place in the plan, from 0. Names could be longer than an execution can carry.</param>
public sealed record QaOperationTask(string JobId, string InstanceId, int Operation);

/// <summary>What planning answers.</summary>
/// <param name="Operations">The operations to test: their places in the plan. Empty where there is nothing to do.</param>
public sealed record QaPlanned(IReadOnlyList<int> Operations);

/// <summary>What testing an operation answers.</summary>
/// <param name="Done">False: its time was up; the same task again goes on.</param>
public sealed record QaProgress(bool Done);

/// <summary>What is known once the specification is read.</summary>
/// <param name="SpecKey">The artifact with its text.</param>
/// <param name="SpecHash">SHA-256 of its canonical JSON.</param>
/// <param name="Title">Its title.</param>
/// <param name="Operations">Operations to test.</param>
/// <param name="LeftOut">Operations that are left out, since they write.</param>
internal sealed record PlanSummary(string SpecKey, string SpecHash, string Title, int Operations, int LeftOut);

/// <summary>What came of a run.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Findings">How many findings.</param>
/// <param name="Outputs">The reports.</param>
internal sealed record VerdictSummary(Verdict Verdict, int Findings, IReadOnlyList<Jobs.JobOutput> Outputs);

/// <summary>What is kept of a scenario: its record, or where that is.</summary>
/// <param name="Record">The record.</param>
/// <param name="ArtifactKey">The artifact with the record, where it is too large for an entry.</param>
internal sealed record RecordEntry(ScenarioRecord? Record, string? ArtifactKey = null);

/// <summary>Who is at work on a target.</summary>
/// <param name="PlanId">The run.</param>
/// <param name="Since">When it took the target.</param>
internal sealed record ActiveRun(string PlanId, DateTimeOffset Since);
