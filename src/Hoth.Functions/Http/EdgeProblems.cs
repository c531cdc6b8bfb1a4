using Hoth.Problems;

namespace Hoth.Functions.Http;

/// <summary>The problems that the front doors themselves answer with.</summary>
public static class EdgeProblems
{
    /// <summary>403 of the front door itself; in API Gateway for a path that is not there as well: strangers are not told which paths are.</summary>
    public static Problem Forbidden { get; } =
        new(403, ProblemCodes.Forbidden, "Not allowed", "The request's credentials are missing, wrong or do not allow this.");

    /// <summary>404 for a path that no function has.</summary>
    public static Problem NoSuchRoute { get; } = new(404, ProblemCodes.NotFound, "Not found", "There is nothing at this path.");

    /// <summary>405 for a method that no function has at this path.</summary>
    public static Problem MethodNotAllowed { get; } = new(405, ProblemCodes.MethodNotAllowed, "Method not allowed", "This path does not have this method.");

    /// <summary>406.</summary>
    /// <param name="offered">The media types that there are.</param>
    public static Problem NotAcceptable(IEnumerable<string> offered) =>
        new(406, ProblemCodes.NotAcceptable, "No such form", $"There is none in a form that Accept names. There are {string.Join(", ", offered)}.");

    /// <summary>413.</summary>
    public static Problem BodyTooLarge { get; } =
        new(413, ProblemCodes.BodyTooLarge, "The body is too large", $"A body may have at most {BodyReader.MaxBytes} bytes.");

    /// <summary>415.</summary>
    public static Problem UnsupportedMediaType { get; } =
        new(415, ProblemCodes.UnsupportedMediaType, "The media type is not supported", "Send application/json in UTF-8, not compressed.");

    /// <summary>503 when something behind a port is unavailable or the time of the invocation is up.</summary>
    public static Problem TemporarilyUnavailable { get; } =
        new(503, ProblemCodes.TemporarilyUnavailable, "Temporarily unavailable", "Send the same request again later; it is safe to repeat.")
        {
            RetryAfterSeconds = 5,
        };

    /// <summary>500, without details: they are in the log under the correlation id.</summary>
    public static Problem Internal { get; } =
        new(500, ProblemCodes.InternalError, "Internal error", "Something went wrong in Hoth. Quote the correlation id when you report it.");
}
