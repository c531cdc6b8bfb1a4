using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hoth.MockCsp.Validation;
using Microsoft.AspNetCore.WebUtilities;

namespace Hoth.MockCsp.Hosting;

/// <summary>A finished answer, before it is written: so that it can be replayed, lost or spoilt.</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body, string? ContentType)
{
    public const string JsonType = "application/json";
    private const string ProblemType = "application/problem+json";

    public string? Location { get; init; }

    public string? RetryAfter { get; init; }

    public string? Challenge { get; init; }

    public bool NoStore { get; init; }

    public static Answer Json<T>(int status, T value, JsonTypeInfo<T> type) => new(status, JsonSerializer.SerializeToUtf8Bytes(value, type), JsonType);

    /// <summary>A problem document (RFC 9457).</summary>
    public static Answer Problem(int status, string detail, IReadOnlyList<Violation>? violations = null) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, violations), WireJson.Default.Problem), ProblemType);

    public static Answer Invalid(Violations violations) => Problem(400, "The request breaks the API's rules; violations lists all of them.", violations.All);

    public static Answer NotFound(string what) => Problem(404, $"There is no such {what}.");

    public Task WriteAsync(HttpContext http)
    {
        WriteHead(http.Response);
        return http.Response.Body.WriteAsync(Body, http.RequestAborted).AsTask();
    }

    /// <summary>Status and headers without a body of its own.</summary>
    public void WriteHead(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (RetryAfter is not null)
        {
            response.Headers.RetryAfter = RetryAfter;
        }

        if (Challenge is not null)
        {
            response.Headers.WWWAuthenticate = Challenge;
        }

        if (NoStore)
        {
            response.Headers.CacheControl = "no-store";
        }
    }
}
