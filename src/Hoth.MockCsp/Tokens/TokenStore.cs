using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Hoth.MockCsp.Tokens;

/// <summary>Opaque access tokens of one CSP, kept until they expire.</summary>
internal sealed class TokenStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Token> tokens = new(StringComparer.Ordinal);

    private sealed record Token(DateTimeOffset ExpiresAt, IReadOnlyList<string> Scopes);

    public string Issue(TimeSpan lifetime, IReadOnlyList<string> scopes)
    {
        var now = time.GetUtcNow();
        foreach (var (old, token) in tokens)
        {
            if (token.ExpiresAt <= now)
            {
                tokens.TryRemove(old, out _);
            }
        }

        var value = RandomNumberGenerator.GetHexString(40, lowercase: true);
        tokens[value] = new(now + lifetime, scopes);
        return value;
    }

    public void RevokeAll() => tokens.Clear();

    /// <summary>The scopes of a token, or null when it is unknown, revoked or expired.</summary>
    public IReadOnlyList<string>? ScopesOf(ReadOnlySpan<char> value) =>
        tokens.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out var token) && token.ExpiresAt > time.GetUtcNow()
            ? token.Scopes
            : null;
}
