using System.Buffers;
using System.Globalization;
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
    internal const string PollAfterSeconds = "5";

    /// <summary>RFC 3339, nothing else: "1/2/2024" and "12:00" mean different instants to different people, and the wrong one hides results.</summary>
    private static readonly string[] InstantFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

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
        var json = await get.WriteWithResultAsync(job, new Uri(request.Urls.Of(template, jobId)), cancellationToken);
        var response = ApiResponse.Json(200, json);
        return job.IsTerminal ? response : response.With("Retry-After", PollAfterSeconds);
    }

    private static ConsumeRequest Read(ApiRequest request)
    {
        var lease = request.PreferredSeconds("lease", LeaseResults.MinSeconds, LeaseResults.MaxSeconds);
        var violations = new Violations();
        DateTimeOffset? since = null;
        if (request.Query("redeliverSince") is { } text)
        {
            if (DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)) since = instant;
            else violations.Add("query.redeliverSince", "must be an instant such as 2030-01-31T12:00:00Z (RFC 3339)");
            if (lease is not null) violations.Add("header.Prefer", "lease does not go with redeliverSince");
        }

        var after = request.Query("after");
        if (after is not null && since is null) violations.Add("query.after", "goes with redeliverSince only");
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
