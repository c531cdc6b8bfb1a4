using Hoth.QaRuns.Results;

namespace Hoth.QaRuns.Execution;

/// <summary>What proves to a target that it is asked by somebody who may.</summary>
/// <param name="secrets">What is known from the start of what must not be in any result.</param>
public abstract class TargetCredentials(params IEnumerable<string> secrets)
{
    /// <summary>A target that asks for nothing, or whose credentials are not known.</summary>
    public static TargetCredentials None { get; } = new Nothing();

    /// <summary>Whether credentials with fewer scopes can be had.</summary>
    public virtual bool CanNarrow => false;

    /// <summary>Whether there are any.</summary>
    public virtual bool Any => true;

    /// <summary>Takes them out of everything that is kept. Each new token is added before it is used.</summary>
    public Redaction Redaction { get; } = new(secrets);

    /// <summary>The value of the Authorization header; null: none.</summary>
    /// <param name="scopes">Only these; null: all that there are.</param>
    /// <param name="rejected">A value that the target rejected with 401: it is not used again. Null: none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CredentialsException">There are none to be had; the message says why.</exception>
    public abstract ValueTask<string?> GetAsync(IReadOnlyList<string>? scopes, string? rejected, CancellationToken cancellationToken);

    private sealed class Nothing : TargetCredentials
    {
        public override bool Any => false;

        public override ValueTask<string?> GetAsync(IReadOnlyList<string>? scopes, string? rejected, CancellationToken cancellationToken) => new((string?)null);
    }
}

/// <summary>A bearer token that somebody gave (RFC 6750).</summary>
/// <param name="token">The token.</param>
public sealed class BearerCredentials(string token) : TargetCredentials(token)
{
    private readonly string _value = $"Bearer {token}";

    /// <inheritdoc />
    public override ValueTask<string?> GetAsync(IReadOnlyList<string>? scopes, string? rejected, CancellationToken cancellationToken) => new(_value);
}

/// <summary>Credentials cannot be had. The message has no secret.</summary>
/// <param name="message">Why.</param>
public sealed class CredentialsException(string message) : Exception(message);
