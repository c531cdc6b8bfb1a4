namespace Hoth.CloudProviders;

/// <summary>One CSP of the <see cref="CspDirectory"/>: where it is and how to call it. Holds no secret.</summary>
/// <param name="Name">1 to 64 of <c>A-Z a-z 0-9 _ -</c>; clients name it as <c>targetCspName</c>.</param>
/// <param name="BaseUri">Absolute, https (http for loopback only), path prefix ending in "/". Requests and tokens never leave it.</param>
/// <param name="Token">How to get an access token for it.</param>
/// <param name="Secret">Name of the secret with <c>{ "clientId", "clientSecret" }</c>.</param>
/// <param name="Costs">How it answers questions about costs.</param>
/// <param name="Limits">What Hoth allows itself towards it.</param>
/// <param name="HonoursIdempotencyKey">True when it recognises a repeated POST by its <c>Idempotency-Key</c>, so that an ambiguous one may be repeated.</param>
public sealed record CspSettings(
    string Name,
    Uri BaseUri,
    CspTokenSettings Token,
    string Secret,
    CspCosts Costs,
    CspLimits Limits,
    bool HonoursIdempotencyKey);

/// <summary>OAuth 2 client credentials (RFC 6749 section 4.4).</summary>
/// <param name="Endpoint">Absolute, https (http for loopback only).</param>
/// <param name="Scopes">Scope tokens of RFC 6749 section 3.3; none: the server's default.</param>
public sealed record CspTokenSettings(Uri Endpoint, IReadOnlyList<string> Scopes);

/// <summary>How a CSP answers questions about costs.</summary>
/// <param name="Mode">At once, or through a job of its own.</param>
/// <param name="Job">Name of the asynchronous HTTP job definition; set if and only if the mode is <see cref="CspCostMode.Async"/>.</param>
public sealed record CspCosts(CspCostMode Mode, string? Job = null)
{
    /// <summary>How long after its acceptance an asynchronous cost job must have ended: 15 min to 24 h in the file, 4 h unless said.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(4);

    /// <summary>What becomes of the records that an asynchronous cost job downloads.</summary>
    public CspCostResponse Response { get; init; }
}

/// <summary>See <see cref="CspCosts.Response"/>.</summary>
public enum CspCostResponse
{
    /// <summary>The result's response is <c>{ "records": [ … ] }</c>.</summary>
    Records,

    /// <summary>The one record, an object, is the result's response itself, as where a CSP answers at once.</summary>
    Document,
}

/// <summary>See <see cref="CspCosts"/>.</summary>
public enum CspCostMode
{
    /// <summary>One GET answers (the ATAT CSP API).</summary>
    Sync,

    /// <summary>A job is created, polled and downloaded.</summary>
    Async,
}

/// <summary>What Hoth allows itself towards one CSP.</summary>
/// <param name="Concurrency">Calls at the same time per process; 1 to 500 in the file.</param>
/// <param name="Timeout">Of one call, from asking for a slot to the last byte of the body; 1 to 60 s in the file.</param>
public sealed record CspLimits(int Concurrency, TimeSpan Timeout)
{
    /// <summary>20 calls, 20 s.</summary>
    public static CspLimits Default { get; } = new(20, TimeSpan.FromSeconds(20));
}
