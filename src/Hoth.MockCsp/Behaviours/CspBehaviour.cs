namespace Hoth.MockCsp.Behaviours;

/// <summary>How one CSP behaves. The default is well behaved, synchronous and fast.</summary>
public sealed record CspBehaviour
{
    /// <summary>Waited before every answer but the token's. Zero and more.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>The first fault that still applies to a request decides its answer; without one the request is served.</summary>
    public IReadOnlyList<Fault> Faults { get; set; } = [];

    /// <summary>Present: writes answer 202 and are finished by polling.</summary>
    public AsyncProvisioning? Async { get; set; }

    /// <summary>Present: costs can be asked for asynchronously, by an export.</summary>
    public CostExports? CostExports { get; set; }

    /// <summary>The same write with the same <c>Idempotency-Key</c> answers the same response and happens once.</summary>
    public bool HonoursIdempotencyKey { get; set; } = true;

    /// <summary>
    /// Refuse periods of performance that end before they start or reach outside their task order's, and cost queries outside
    /// their portfolio's. Off by default: no schema can say it, and a client that knows only the schema would be refused at random.
    /// </summary>
    public bool EnforcesPeriodsOfPerformance { get; set; }

    /// <summary>OAuth 2 client id.</summary>
    public string ClientId { get; set; } = "hoth";

    /// <summary>OAuth 2 client secret.</summary>
    public string ClientSecret { get; set; } = "mock-secret";

    /// <summary>Life of an access token; more than zero.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Scopes that the client may have. Take some away to see 403.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = Tokens.Scopes.All;
}
