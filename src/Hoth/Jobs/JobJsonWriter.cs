using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hoth.Jobs;

/// <summary>Writes jobs as clients see them (contract, section 3): the one writer of the members of the job resource.</summary>
public static class JobJsonWriter
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A job, with a description of its result where it has one to be fetched.</summary>
    public static string Write(JobRecord job, JobLinks links) => Write(writer => WriteJob(writer, job, links));

    /// <summary>A job with the whole of its result, as clients that drain results get it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="links">Its URLs.</param>
    /// <param name="resultJson">Null while there is none.</param>
    public static string WriteWithResult(JobRecord job, JobLinks links, string? resultJson) => Write(writer =>
    {
        writer.WriteStartObject();
        WriteMembers(writer, job, links);
        if (resultJson is not null)
        {
            writer.WritePropertyName("result");
            writer.WriteRawValue(resultJson, skipInputValidation: true);
        }

        writer.WriteEndObject();
    });

    /// <summary>A page of jobs: <c>{ items, nextPageToken }</c>.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="linksOf">The URLs of each.</param>
    /// <param name="nextPageToken">Null at the end.</param>
    public static string WritePage(IEnumerable<JobRecord> jobs, Func<JobRecord, JobLinks> linksOf, string? nextPageToken) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var job in jobs) WriteJob(writer, job, linksOf(job));
        writer.WriteEndArray();
        writer.WriteString("nextPageToken", nextPageToken);
        writer.WriteEndObject();
    });

    /// <summary>The kind as clients write it.</summary>
    public static string NameOf(JobKind kind) => JobNames.Of(kind);

    private static void WriteJob(Utf8JsonWriter writer, JobRecord job, JobLinks links)
    {
        writer.WriteStartObject();
        WriteMembers(writer, job, links);
        if (job is { Status: JobStatus.Succeeded, Output: { } output }) WriteOutput(writer, output);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, JobRecord job, JobLinks links)
    {
        writer.WriteString("jobId", job.JobId);
        writer.WriteString("kind", NameOf(job.Kind));
        writer.WriteString("status", job.Status.ToString());
        writer.WriteString("statusUrl", links.Status);
        if (links.Result is { } result && MayHaveResult(job)) writer.WriteString("resultUrl", result);
        writer.WriteBoolean("done", job.IsTerminal);
        writer.WriteString("createdAt", job.CreatedAt);
        WriteInstant(writer, "startedAt", job.StartedAt);
        writer.WriteString("lastUpdatedAt", job.LastUpdatedAt);
        WriteInstant(writer, "finishedAt", job.FinishedAt);
        writer.WriteString("deadlineAt", job.DeadlineAt);
        writer.WriteString("expiresAt", job.ExpiresAt);
        WriteInstant(writer, "deliveredAt", job.DeliveredAt);
        writer.WriteNumber("attempt", job.Attempt);
        WriteProgress(writer, job);
        writer.WriteString("correlationId", job.CorrelationId);
        if (job.Error is { } error)
        {
            writer.WriteStartObject("error");
            writer.WriteString("code", error.Code);
            writer.WriteString("detail", error.Detail);
            writer.WriteEndObject();
        }

        if (job.Warnings is { Count: > 0 } warnings)
        {
            writer.WriteStartArray("warnings");
            foreach (var warning in warnings) writer.WriteStringValue(warning);
            writer.WriteEndArray();
        }
    }

    /// <summary>False where there is none and never will be. A drained job that failed has one that says so.</summary>
    private static bool MayHaveResult(JobRecord job) => !job.IsTerminal || !job.IsFetched || job.Status == JobStatus.Succeeded;

    private static void WriteProgress(Utf8JsonWriter writer, JobRecord job)
    {
        if (job.IsTerminal) return;
        if (job.Progress is { } progress)
        {
            writer.WriteStartObject("progress");
            writer.WriteNumber("done", progress.Done);
            writer.WriteNumber("total", progress.Total);
            writer.WriteEndObject();
        }
        else if (job is { Poll: { } poll, IsFetched: false })
        {
            writer.WriteStartObject("progress");
            writer.WriteNumber("polls", poll.Count);
            if (poll.Status is { } status) writer.WriteString("cspStatus", status);
            writer.WriteString("nextPollAt", poll.NextAt);
            writer.WriteEndObject();
        }
    }

    private static void WriteOutput(Utf8JsonWriter writer, JobOutput output)
    {
        writer.WriteStartObject("result");
        writer.WriteBoolean("empty", output.ArtifactKey is null);
        writer.WriteNumber("bytes", output.Bytes);
        writer.WriteString("mediaType", output.MediaType);
        writer.WriteString("sha256", output.Sha256);
        if (output.Rows is { } rows) writer.WriteNumber("rows", rows);
        writer.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter writer, string name, DateTimeOffset? instant)
    {
        if (instant is { } value) writer.WriteString(name, value);
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>The absolute URLs of a job.</summary>
/// <param name="Status">Where it is looked at.</param>
/// <param name="Result">Where its result is fetched; null where that is not offered.</param>
public readonly record struct JobLinks(string Status, string? Result = null);
