namespace Hoth.MockCsp.Recording;

/// <summary>One request as it arrived. The Authorization header is never kept, nor the body of a token request.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Path">Path and query as they were on the wire, the CSP name included.</param>
/// <param name="Operation">Operation id of the OpenAPI document, <c>issueToken</c>, or null where no route matched.</param>
/// <param name="Headers">All others; names compare without case.</param>
/// <param name="HasAuthorization">Whether there was an Authorization header.</param>
/// <param name="Body">As UTF-8, cut at the size limit of bodies.</param>
/// <param name="ReceivedAt">By the server's clock.</param>
public sealed record ReceivedRequest(
    string Method,
    string Path,
    string? Operation,
    IReadOnlyDictionary<string, string> Headers,
    bool HasAuthorization,
    string Body,
    DateTimeOffset ReceivedAt)
{
    /// <summary>The Idempotency-Key header, or null.</summary>
    public string? IdempotencyKey => Headers.GetValueOrDefault("Idempotency-Key");
}
