using System.Globalization;
using Hoth.HttpJobs;
using Hoth.Ports;

namespace Hoth.Reports.Work;

/// <summary>Names of what a report job makes, all of them by its instance id.</summary>
internal static class ReportKeys
{
    public const string PartMediaType = "application/jsonl";

    /// <summary>One question as others see it: an idempotency key, or the id of an HTTP job.</summary>
    public static string Question(string instanceId, int question) => string.Create(CultureInfo.InvariantCulture, $"{instanceId}-{question}");

    /// <summary>The artifact of the rows that answer a question.</summary>
    public static string Part(string instanceId, int question) => string.Create(CultureInfo.InvariantCulture, $"{ArtifactKey.ReportParts}{instanceId}/{question}.jsonl");

    /// <summary>The artifact of one attempt to assemble the report.</summary>
    public static string Output(string instanceId, string id, ReportFormat format) => $"reports/{instanceId}/{id}.{(format == ReportFormat.Csv ? "csv" : "json")}";

    /// <summary>The artifacts that are the output of an HTTP job.</summary>
    public static IEnumerable<string> OutputOf(string instanceId, ReportHttpJob job) =>
        Enumerable.Range(0, job.Written).Select(part => ArtifactOutput.KeyOf(new HttpJobPart(Question(instanceId, job.Question), job.Parts.Count, part)));

    /// <summary>Every artifact that an HTTP job may have left, one that was written and not saved as such included.</summary>
    public static IEnumerable<string> AllOf(string instanceId, ReportHttpJob job) =>
        from attempt in Enumerable.Range(0, job.Parts.Count)
        from part in Enumerable.Range(0, job.Parts[attempt] + 1)
        select ArtifactOutput.KeyOf(new HttpJobPart(Question(instanceId, job.Question), attempt + 1, part));
}
