using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hoth.Ports;
using Hoth.Problems;

namespace Hoth.Jobs;

/// <summary>Reads one job as the client sees it (contract, section 3). Reads only.</summary>
public sealed class GetJob(IJobStore jobs, JobBodies bodies, TimeProvider time)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The job.</summary>
    /// <param name="kind">Only a job of this kind is found.</param>
    /// <param name="jobId">Its id.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="ProblemException">404 no such job; 410 its record has expired.</exception>
    public async Task<JobRecord> FindAsync(JobKind kind, string jobId, CancellationToken cancellationToken)
    {
        var job = JobIds.IsClientId(jobId) ? await jobs.FindAsync(jobId, cancellationToken) : null;
        if (job is null || job.Kind != kind)
        {
            throw new Problem(404, ProblemCodes.NotFound, "Not found", "No such job.").ToException();
        }

        return time.GetUtcNow() < job.ExpiresAt
            ? job
            : throw new Problem(410, ProblemCodes.JobExpired, "The job's record has expired", "This job was here; its record has expired.").ToException();
    }

    /// <summary>The job resource with the whole result once there is one.</summary>
    /// <param name="job">The job.</param>
    /// <param name="statusUrl">Its absolute URL.</param>
    /// <param name="cancellationToken">Stops the read of a large result.</param>
    public async Task<string> WriteWithResultAsync(JobRecord job, Uri statusUrl, CancellationToken cancellationToken)
    {
        var result = await bodies.LoadAsync(job.Result, cancellationToken);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            WriteMembers(writer, job, statusUrl);
            if (result is not null)
            {
                writer.WritePropertyName("result");
                writer.WriteRawValue(result, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteMembers(Utf8JsonWriter writer, JobRecord job, Uri statusUrl)
    {
        writer.WriteString("jobId", job.JobId);
        writer.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(job.Kind.ToString()));
        writer.WriteString("status", job.Status.ToString());
        writer.WriteString("statusUrl", statusUrl.AbsoluteUri);
        writer.WriteBoolean("done", job.IsTerminal);
        writer.WriteString("createdAt", job.CreatedAt);
        WriteInstant(writer, "startedAt", job.StartedAt);
        writer.WriteString("lastUpdatedAt", job.LastUpdatedAt);
        WriteInstant(writer, "finishedAt", job.FinishedAt);
        writer.WriteString("deadlineAt", job.DeadlineAt);
        writer.WriteString("expiresAt", job.ExpiresAt);
        WriteInstant(writer, "deliveredAt", job.DeliveredAt);
        writer.WriteNumber("attempt", job.Attempt);
        if (job.Poll is { } poll && !job.IsTerminal)
        {
            writer.WriteStartObject("progress");
            writer.WriteNumber("polls", poll.Count);
            if (poll.Status is { } status) writer.WriteString("cspStatus", status);
            writer.WriteString("nextPollAt", poll.NextAt);
            writer.WriteEndObject();
        }

        writer.WriteString("correlationId", job.CorrelationId);
        if (job.Error is { } error)
        {
            writer.WriteStartObject("error");
            writer.WriteString("code", error.Code);
            writer.WriteString("detail", error.Detail);
            writer.WriteEndObject();
        }
    }

    private static void WriteInstant(Utf8JsonWriter writer, string name, DateTimeOffset? instant)
    {
        if (instant is { } value) writer.WriteString(name, value);
    }
}
