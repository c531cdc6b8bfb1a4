using Amazon.CDK.AWS.APIGateway;
using Hoth.Functions.Http;
using Hoth.Problems;

namespace Hoth.Infra;

/// <summary>What API Gateway answers on its own account, in the words and the form of the functions (RFC 9457).</summary>
internal static class GatewayResponses
{
    private static readonly Problem Invalid = new(400, ProblemCodes.InvalidInput, "The request is not valid", "API Gateway could not read the request.");

    private static readonly Problem TooMany = new(429, ProblemCodes.TooManyRequests, "Too many requests", "Send the same request again later; nothing was accepted.") { RetryAfterSeconds = 5 };

    /// <summary>Everything that is not here is one of the two defaults. Whatever went wrong behind API Gateway, repeating is safe.</summary>
    private static (ResponseType_ Type, Problem Problem)[] All =>
    [
        (ResponseType_.DEFAULT_4XX, Invalid),
        (ResponseType_.DEFAULT_5XX, EdgeProblems.TemporarilyUnavailable),
        (ResponseType_.UNAUTHORIZED, Problem.Unauthorized),
        (ResponseType_.ACCESS_DENIED, EdgeProblems.Forbidden),
        (ResponseType_.EXPIRED_TOKEN, EdgeProblems.Forbidden),
        (ResponseType_.INVALID_SIGNATURE, EdgeProblems.Forbidden),
        (ResponseType_.MISSING_AUTHENTICATION_TOKEN, EdgeProblems.Forbidden),
        (ResponseType_.WAF_FILTERED, EdgeProblems.Forbidden),
        (ResponseType_.RESOURCE_NOT_FOUND, EdgeProblems.NoSuchRoute),
        (ResponseType_.REQUEST_TOO_LARGE, EdgeProblems.BodyTooLarge),
        (ResponseType_.UNSUPPORTED_MEDIA_TYPE, EdgeProblems.UnsupportedMediaType),
        (ResponseType_.THROTTLED, TooMany),
        (ResponseType_.QUOTA_EXCEEDED, TooMany),
    ];

    /// <summary>Adds them to an API.</summary>
    public static void Add(RestApi api)
    {
        foreach (var (type, problem) in All)
        {
            var answer = ProblemWriter.Write(problem, "$context.requestId");
            api.AddGatewayResponse(type.ResponseType, new GatewayResponseOptions
            {
                Type = type,
                StatusCode = $"{problem.Status}",
                // API Gateway looks the template up under this media type, whatever the answer's is.
                Templates = new Dictionary<string, string> { ["application/json"] = answer.Body! },
                ResponseHeaders = answer.Headers.ToDictionary(header => header.Key, header => $"'{header.Value}'"),
            });
        }
    }
}
