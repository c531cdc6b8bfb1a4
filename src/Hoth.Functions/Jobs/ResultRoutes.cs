using System.Buffers;
using System.Text;
using System.Text.Json;
using Hoth.Functions.Http;
using Hoth.Jobs;
using Hoth.Json;
using Hoth.Results;

namespace Hoth.Functions.Jobs;

/// <summary>The HTTP side of results and jobs, the same for every kind of job that SNOW drains.</summary>
public sealed class ResultRoutes(ConsumeResults consume, AcknowledgeResults acknowledge, GetJob get)
{
    /// <summary>Seconds after which asking for a job again makes sense, as long as it is not done.</summary>
    internal const int PollAfterSeconds = 5;

    /// <summary><c>GET /…-jobs</c>: a bare array of at most 10 results.</summary>
    public async Task<ApiResponse> ConsumeAsync(JobKind kind, string template, ApiRequest request, CancellationToken cancellationToken)
    {
        var asked = Read(request);
        var results = await consume.ExecuteAsync(kind, asked, cancellationToken);
        var response = ApiResponse.Json(200, $"[{string.Join(',', results.Items)}]");
        if (asked.Lease is { } lease) response.With("Preference-Applied", $"lease={lease.TotalSeconds:0}");
        if (results.LeaseId is { } id) response.With("Hoth-Lease", id).With("Hoth-Lease-Expires", results.LeaseExpiresAt!.Value.ToString("O"));
        if (results.NextSince is { } since)
        {
            var query = $"redeliverSince={Uri.EscapeDataString(since.ToString("O"))}&after={Uri.EscapeDataString(results.NextAfter!)}";
            response.With("Link", $"<{request.Urls.Of(template)}?{query}>; rel=\"next\"");
        }

        return response;
    }

    /// <summary><c>POST /…-jobs/acks</c>.</summary>
    public async Task<ApiResponse> AcknowledgeAsync(JobKind kind, ApiRequest request, CancellationToken cancellationToken)
    {
        var done = await acknowledge.ExecuteAsync(kind, request.Body, cancellationToken);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("lease", done.Lease);
            WriteIds(writer, "acknowledged", done.Acknowledged);
            WriteIds(writer, "released", done.Released);
            WriteIds(writer, "held", done.Held);
            writer.WriteEndObject();
        }

        return ApiResponse.Json(200, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary><c>GET /…-jobs/{id}</c>: the job resource with its result once there is one.</summary>
    public async Task<ApiResponse> GetAsync(JobKind kind, string template, string jobId, ApiRequest request, CancellationToken cancellationToken)
    {
        var job = await get.FindAsync(kind, jobId, cancellationToken);
        var json = JobJsonWriter.WriteWithResult(job, new JobLinks(request.Urls.Of(template, jobId)), await get.LoadResultAsync(job, cancellationToken));
        var response = ApiResponse.Json(200, json);
        return job.IsTerminal ? response : response.WithRetryAfter(PollAfterSeconds);
    }

    private static ConsumeRequest Read(ApiRequest request)
    {
        var lease = request.PreferredSeconds("lease", LeaseResults.MinSeconds, LeaseResults.MaxSeconds);
        var violations = new Violations();
        var since = Instants.Query(request, "redeliverSince", violations);
        if (since is not null && lease is not null) violations.Add("header.Prefer", "lease does not go with redeliverSince");

        var after = request.Query("after");
        if (after is not null && request.Query("redeliverSince") is null) violations.Add("query.after", "goes with redeliverSince only");
        if (after is not null && !JobIds.IsClientId(after)) violations.Add("query.after", JobIds.ClientIdRule);
        violations.ThrowIfAny();
        return new ConsumeRequest(lease, since, after);
    }

    private static void WriteIds(Utf8JsonWriter writer, string name, IReadOnlyList<string> ids)
    {
        writer.WriteStartArray(name);
        foreach (var id in ids) writer.WriteStringValue(id);
        writer.WriteEndArray();
    }
}
