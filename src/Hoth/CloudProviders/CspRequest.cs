namespace Hoth.CloudProviders;

/// <summary>One call of a CSP.</summary>
/// <param name="Method">GET and PUT may be repeated freely; POST and PATCH only towards a CSP that honours idempotency keys.</param>
/// <param name="Target">From <see cref="CspPath"/> or <see cref="CspLocation"/>; checked again before the token is attached.</param>
/// <param name="InstanceId">The job's instance id, sent as <c>Idempotency-Key</c>.</param>
internal sealed record CspRequest(HttpMethod Method, Uri Target, string InstanceId)
{
    /// <summary>The body as JSON text in camelCase, sent in snake_case; null: no body.</summary>
    public string? BodyJson { get; init; }

    /// <summary>Sent as <c>X-Provision-Deadline</c>.</summary>
    public DateTimeOffset? ProvisionDeadline { get; init; }

    /// <summary>Called before every send, when nothing but the send is left to do: token and slot are there. What it throws comes out, and nothing is sent.</summary>
    public Func<CancellationToken, Task>? BeforeSend { get; init; }

    /// <summary>True when doing it twice does no more than doing it once (RFC 9110 section 9.2.2, or the CSP's promise).</summary>
    public bool MayBeRepeated(CspSettings csp) =>
        csp.HonoursIdempotencyKey || Method == HttpMethod.Get || Method == HttpMethod.Put || Method == HttpMethod.Delete;
}
