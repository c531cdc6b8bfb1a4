using System.Net.Http.Headers;

namespace Hoth.CloudProviders;

/// <summary>A bearer token. No record: its text must not show up in logs.</summary>
internal sealed class AccessToken(string token, DateTimeOffset usableUntil)
{
    /// <summary>The Authorization header, made once.</summary>
    public AuthenticationHeaderValue Header { get; } = new("Bearer", token);

    /// <summary>From then on a new one is asked for.</summary>
    public DateTimeOffset UsableUntil { get; } = usableUntil;
}

/// <summary>A token or why there is none; exactly one is set.</summary>
internal readonly record struct TokenOutcome(AccessToken? Token, CspFailure? Failure)
{
    public static TokenOutcome Failed(CspFailureKind kind, string detail, bool isTransient) =>
        new(null, new CspFailure(kind, detail, isTransient, SurelyNotProcessed: true));
}
