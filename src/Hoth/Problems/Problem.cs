namespace Hoth.Problems;

/// <summary>An error answer as RFC 9457 problem details, without anything of the input.</summary>
/// <param name="Status">HTTP status, 400 to 599.</param>
/// <param name="Code">Machine-readable: see <see cref="ProblemCodes"/>.</param>
/// <param name="Title">The same for every problem of this code.</param>
/// <param name="Detail">One sentence about this occurrence.</param>
public sealed record Problem(int Status, string Code, string Title, string Detail)
{
    /// <summary>Every violation, by JSON path (<c>$.startDate</c>): all of them at once. Null when the problem is not about the input's members.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? ErrorMap { get; init; }

    /// <summary>Seconds after which trying again makes sense; sent as Retry-After. Null: not said.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The scope that the caller's token lacks; sent in WWW-Authenticate (RFC 6750, section 3). Null: it is not that.</summary>
    public string? MissingScope { get; init; }

    /// <summary>401: the request has no credentials, or wrong ones; which of the two, and why, is nobody's business but the log's.</summary>
    public static Problem Unauthorized { get; } = new(401, ProblemCodes.Unauthorized, "Not authenticated", "The request has no valid credentials.");

    /// <summary>403: a good token that does not allow this.</summary>
    /// <param name="scope">What it would have to allow; one of <see cref="Callers.Scopes"/>.</param>
    public static Problem InsufficientScope(string scope) =>
        new(403, ProblemCodes.InsufficientScope, "The token does not allow this", $"It needs the scope {scope}.") { MissingScope = scope };

    /// <summary>Throws it to the boundary, which answers with it.</summary>
    public ProblemException ToException(Exception? inner = null) => new(this, inner);
}

/// <summary>Ends a use case with an error answer. The API edge turns it into <c>application/problem+json</c>.</summary>
public sealed class ProblemException(Problem problem, Exception? inner = null) : Exception($"{problem.Status} {problem.Code}: {problem.Detail}", inner)
{
    /// <summary>What to answer.</summary>
    public Problem Problem { get; } = problem;
}
