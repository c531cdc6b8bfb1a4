using System.Collections.Frozen;
using Hoth.Problems;

namespace Hoth.Callers;

/// <summary>Who makes a request with a token: what the authorizer found in it.</summary>
/// <param name="Subject">The token's <c>sub</c>: the originator of the jobs that it starts. 1 to 255 characters.</param>
/// <param name="Scopes">What the token allows: values of <see cref="Callers.Scopes"/>, and others that mean nothing here.</param>
public sealed record Caller(string Subject, FrozenSet<string> Scopes)
{
    /// <summary>Whether the token has this scope.</summary>
    public bool May(string scope) => Scopes.Contains(scope);

    /// <summary>Goes on only with this scope.</summary>
    /// <exception cref="ProblemException">403 INSUFFICIENT_SCOPE, naming the scope.</exception>
    public void Require(string scope)
    {
        if (!May(scope)) throw Problem.InsufficientScope(scope).ToException();
    }
}
