using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hoth.Jobs;

/// <summary>
/// The result as clients get it (contract, Result): <c>{ jobId, outcome, code, content: { request, response }, completedAt }</c>.
/// The same text is the queue body, the item of a drained array and the job resource's result.
/// </summary>
public static class JobResult
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The result of a job.</summary>
    /// <param name="job">The job, before its end.</param>
    /// <param name="ending">How it ends.</param>
    /// <param name="request">What it repeats of the client's request.</param>
    /// <param name="completedAt">When it ends.</param>
    public static string Write(JobRecord job, JobEnding ending, ResultRequest request, DateTimeOffset completedAt) => Encoding.UTF8.GetString(WriteParts(job, ending, request, completedAt).Whole.Span);

    /// <summary>The same for a response that is too large for memory (<see cref="JobEnding.ResponseChunks"/>), in pieces.</summary>
    /// <inheritdoc cref="Write"/>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> WriteChunksAsync(JobRecord job, JobEnding ending, ResultRequest request, DateTimeOffset completedAt)
    {
        var (whole, before, behind) = WriteParts(job, ending with { ResponseJson = "{}" }, request, completedAt);
        yield return whole[..before];
        await foreach (var chunk in ending.ResponseChunks!) yield return chunk;
        yield return whole[behind..];
    }

    /// <summary>The result, and from where to where in it the response reaches.</summary>
    private static (ReadOnlyMemory<byte> Whole, int Before, int Behind) WriteParts(JobRecord job, JobEnding ending, ResultRequest request, DateTimeOffset completedAt)
    {
        var (before, behind) = (0, 0);
        var whole = WriteBytes(writer =>
        {
            WriteHead(writer, job.JobId, ending.Outcome, ending.Code);
            writer.WriteStartObject("content");
            writer.WritePropertyName("request");
            writer.WriteRawValue(request.RequestJson, skipInputValidation: true);
            writer.WritePropertyName("response");
            before = Position(writer);
            if (ending.ResponseJson is { } response) writer.WriteRawValue(response, skipInputValidation: true);
            else WriteProblem(writer, ending);
            behind = Position(writer);
            writer.WriteEndObject();
            if (request.InitialSnowRequestJson is { } initial)
            {
                writer.WritePropertyName("initialSnowRequest");
                writer.WriteRawValue(initial, skipInputValidation: true);
            }

            writer.WriteString("completedAt", completedAt);
        });
        return (whole, before, behind);
    }

    private static int Position(Utf8JsonWriter writer) => checked((int)(writer.BytesCommitted + writer.BytesPending));

    /// <summary>The queue body that stands for a result in the artifact store.</summary>
    public static string WritePointer(JobRecord job, string artifactKey) =>
        WriteText(writer =>
        {
            WriteHead(writer, job.JobId, OutcomeOf(job.Status), job.Code ?? 0);
            writer.WriteNull("content");
            writer.WriteString("completedAt", job.FinishedAt!.Value);
            writer.WriteString("artifactKey", artifactKey);
            if (job.Result?.Bytes is { } bytes) writer.WriteNumber("bytes", bytes);
        });

    /// <summary>A result over the size that an answer can carry: without its content, with a URL instead.</summary>
    public static string WriteWithUrl(JobRecord job, Uri resultUrl) =>
        WriteText(writer =>
        {
            WriteHead(writer, job.JobId, OutcomeOf(job.Status), job.Code ?? 0);
            writer.WriteNull("content");
            writer.WriteString("completedAt", job.FinishedAt!.Value);
            writer.WriteString("resultUrl", resultUrl.AbsoluteUri);
        });

    /// <summary>The same result with the number of its deliveries, as leased items carry it.</summary>
    public static string WithDeliveryCount(string resultJson, int deliveryCount) =>
        // The text is an object that Hoth wrote itself: its last character is the closing brace.
        string.Create(CultureInfo.InvariantCulture, $"{resultJson.AsSpan(0, resultJson.Length - 1)},\"deliveryCount\":{deliveryCount}}}");

    /// <summary>"SUCCEEDED", "FAILED" or "CANCELLED".</summary>
    public static string OutcomeOf(JobStatus status) => status.ToString().ToUpperInvariant();

    private static void WriteHead(Utf8JsonWriter writer, string jobId, string outcome, int code)
    {
        writer.WriteString("jobId", jobId);
        writer.WriteString("outcome", outcome);
        writer.WriteNumber("code", code);
    }

    private static void WriteProblem(Utf8JsonWriter writer, JobEnding ending)
    {
        writer.WriteStartObject();
        writer.WriteNumber("status", ending.Code);
        writer.WriteString("code", ending.Error?.Code);
        writer.WriteString("detail", ending.Error?.Detail);
        writer.WriteEndObject();
    }

    private static string WriteText(Action<Utf8JsonWriter> members) => Encoding.UTF8.GetString(WriteBytes(members).Span);

    private static ReadOnlyMemory<byte> WriteBytes(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}

/// <summary>How a worker ends a job.</summary>
/// <param name="Status">Succeeded, Failed or Cancelled.</param>
/// <param name="Code">The last CSP HTTP status; 504, 502 or 500 where there was no CSP answer.</param>
/// <param name="ResponseJson">The CSP's answer as JSON in client casing; null where there was none: then the problem stands for it.</param>
/// <param name="Error">Why, when Failed.</param>
public sealed record JobEnding(JobStatus Status, int Code, string? ResponseJson, JobError? Error)
{
    /// <summary>
    /// The answer where it is too large for memory: JSON in client casing as UTF-8, in pieces that are each valid until the next is asked for. Null otherwise.
    /// </summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? ResponseChunks { get; init; }

    /// <summary>What it brought forth, where the result is fetched from the job resource.</summary>
    public JobOutput? Output { get; init; }

    /// <summary>What went wrong without making the job fail.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>"SUCCEEDED", "FAILED" or "CANCELLED".</summary>
    public string Outcome => JobResult.OutcomeOf(Status);

    /// <summary>The end of a job whose deadline came first: 504.</summary>
    public static JobEnding DeadlineExceeded { get; } =
        new(JobStatus.Failed, 504, null, new JobError(JobErrorCodes.DeadlineExceeded, "The job did not finish before its deadline."));

    /// <summary>The end of a job whose client wanted it stopped.</summary>
    public static JobEnding Cancelled { get; } = new(JobStatus.Cancelled, 499, null, null);
}
