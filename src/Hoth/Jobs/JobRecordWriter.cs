using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Hoth.Jobs;

/// <summary>A record as JSON. What is null is left out.</summary>
internal readonly struct JobRecordWriter(Utf8JsonWriter json)
{
    /// <summary>UTF-8.</summary>
    public static ArrayBufferWriter<byte> Write(JobRecord job)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(text)) new JobRecordWriter(json).WriteRecord(job);
        return text;
    }

    private void WriteRecord(JobRecord job)
    {
        json.WriteStartObject();
        json.WriteString("jobId", job.JobId);
        json.WriteString("kind", JobNames.Of(job.Kind));
        json.WriteString("instanceId", job.InstanceId);
        json.WriteString("requestHash", job.RequestHash);
        json.WriteNumber("version", job.Version);
        json.WriteString("status", JobNames.Of(job.Status));
        json.WriteString("groupId", job.GroupId);
        Text("csp", job.Csp);
        Text("owner", job.Owner);
        json.WriteBoolean("isFetched", job.IsFetched);
        Body("request", job.Request);
        Body("result", job.Result);
        Number("code", job.Code);
        Error(job.Error);
        Output(job.Output);
        Warnings(job.Warnings);
        Progress(job.Progress);
        Answer(job.Answer);
        Instant("callBegunAt", job.CallBegunAt);
        Poll(job.Poll);
        Body("work", job.Work);
        json.WriteString("correlationId", job.CorrelationId);
        Text("traceParent", job.TraceParent);
        json.WriteNumber("attempt", job.Attempt);
        Text("workMessageId", job.WorkMessageId);
        Instant("createdAt", job.CreatedAt);
        Instant("startedAt", job.StartedAt);
        Instant("lastUpdatedAt", job.LastUpdatedAt);
        Instant("finishedAt", job.FinishedAt);
        Instant("deadlineAt", job.DeadlineAt);
        Instant("expiresAt", job.ExpiresAt);
        Instant("purgeAt", job.PurgeAt);
        Instant("enqueuedAt", job.EnqueuedAt);
        Instant("resultEnqueuedAt", job.ResultEnqueuedAt);
        Instant("deliveredAt", job.DeliveredAt);
        Text("deliveredMessageId", job.DeliveredMessageId);
        Instant("nextDueAt", job.NextDueAt);
        json.WriteEndObject();
    }

    /// <summary>JSON text stands there as that JSON, not as an escaped string.</summary>
    private void Body(string name, JobBody? body)
    {
        if (body is null) return;
        json.WriteStartObject(name);
        if (body.Json is { } text)
        {
            json.WritePropertyName("json");
            json.WriteRawValue(text, skipInputValidation: true);
        }

        Text("artifactKey", body.ArtifactKey);
        Number("bytes", body.Bytes);
        json.WriteEndObject();
    }

    private void Error(JobError? error)
    {
        if (error is null) return;
        json.WriteStartObject("error");
        json.WriteString("code", error.Code);
        json.WriteString("detail", error.Detail);
        json.WriteEndObject();
    }

    private void Output(JobOutput? output)
    {
        if (output is null) return;
        json.WriteStartObject("output");
        Text("artifactKey", output.ArtifactKey);
        json.WriteString("mediaType", output.MediaType);
        json.WriteNumber("bytes", output.Bytes);
        Text("sha256", output.Sha256);
        Number("rows", output.Rows);
        json.WriteEndObject();
    }

    private void Warnings(IReadOnlyList<string>? warnings)
    {
        if (warnings is null) return;
        json.WriteStartArray("warnings");
        for (var i = 0; i < warnings.Count; i++) json.WriteStringValue(warnings[i]);
        json.WriteEndArray();
    }

    private void Progress(JobProgress? progress)
    {
        if (progress is null) return;
        json.WriteStartObject("progress");
        json.WriteNumber("done", progress.Done);
        json.WriteNumber("total", progress.Total);
        json.WriteEndObject();
    }

    private void Answer(JobAnswer? answer)
    {
        if (answer is null) return;
        json.WriteStartObject("answer");
        json.WriteNumber("code", answer.Code);
        Body("body", answer.Body);
        Text("location", answer.Location);
        Error(answer.Error);
        json.WriteBoolean("isFinal", answer.IsFinal);
        Text("retryAfter", answer.RetryAfter?.ToString("c", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private void Poll(JobPoll? poll)
    {
        if (poll is null) return;
        json.WriteStartObject("poll");
        Text("target", poll.Target?.OriginalString);
        Instant("nextAt", poll.NextAt);
        json.WriteNumber("count", poll.Count);
        json.WriteNumber("blanks", poll.Blanks);
        Text("status", poll.Status);
        Text("messageId", poll.MessageId);
        Instant("enqueuedAt", poll.EnqueuedAt);
        json.WriteEndObject();
    }

    private void Text(string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private void Number(string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }

    private void Instant(string name, DateTimeOffset? value)
    {
        if (value is { } instant) json.WriteString(name, instant);
    }
}
