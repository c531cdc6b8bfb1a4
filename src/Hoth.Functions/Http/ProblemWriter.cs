using System.Text.Json;
using System.Text.Json.Serialization;
using Hoth.Problems;

namespace Hoth.Functions.Http;

/// <summary>Problem details (RFC 9457) with the extensions code, errorMap and correlationId.</summary>
internal static class ProblemWriter
{
    /// <summary>The answer. <c>type</c> names the code, <c>instance</c> this occurrence; neither can be fetched.</summary>
    public static ApiResponse Write(Problem problem, string correlationId)
    {
        var body = new ProblemBody(
            $"urn:hoth:problem:{problem.Code.ToLowerInvariant().Replace('_', '-')}",
            problem.Title,
            problem.Status,
            problem.Detail,
            $"urn:hoth:request:{correlationId}",
            problem.Code,
            problem.ErrorMap,
            correlationId);
        var response = ApiResponse.Problem(problem.Status, JsonSerializer.Serialize(body, ProblemJson.Default.ProblemBody));
        if (problem.RetryAfterSeconds is { } seconds) response.WithRetryAfter(seconds);
        // RFC 9110 section 15.5.16: says which media type would have been taken.
        if (problem.Status == 415) response.With("Accept", MediaTypes.Json);
        if (ChallengeOf(problem) is { } challenge) response.With("WWW-Authenticate", challenge);
        return response;
    }

    /// <summary>
    /// What the client has to bring (RFC 9110 section 11.6.1, RFC 6750 section 3). Only requests with tokens are answered 401; those with signatures are
    /// refused with 403 by API Gateway.
    /// </summary>
    private static string? ChallengeOf(Problem problem) => problem switch
    {
        { Status: 401 } => "Bearer",
        { MissingScope: { } scope } => $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"",
        _ => null,
    };
}

internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? ErrorMap,
    string CorrelationId);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ProblemJson : JsonSerializerContext;
