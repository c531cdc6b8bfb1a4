using System.Net;

namespace Hoth.CloudProviders;

/// <summary>
/// Sends one HTTP request and reads the answer whole, for CSPs and their token endpoints. No redirects, no cookies, no default
/// credentials; every way in which HTTP can fail becomes a <see cref="CspFailure"/>.
/// </summary>
internal sealed class CspTransport : IDisposable
{
    private readonly HttpMessageInvoker _http = new(CreateHandler(DecompressionMethods.GZip | DecompressionMethods.Brotli | DecompressionMethods.Deflate));

    /// <summary>What every request with a credential goes through.</summary>
    public static SocketsHttpHandler CreateHandler(DecompressionMethods decompression) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = new TlsOnlyProxy(HttpClient.DefaultProxy),
        AutomaticDecompression = decompression,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // Shorter than the idle time of common load balancers: a POST on a connection that the other side has just closed has an unknown outcome.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),

        // Trace ids stay inside Hoth.
        ActivityHeadersPropagator = null,
    };

    /// <summary>Sends the request. Exactly one of the two results is set; the answer is the caller's to dispose.</summary>
    /// <param name="request">Whole, token included: its URI has been checked.</param>
    /// <param name="cap">Largest body in bytes after decompression; of a longer one only the beginning is kept.</param>
    /// <param name="timeout">Time limit up to the last byte of the body.</param>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public async Task<(HttpAnswer? Answer, CspFailure? Failure)> SendAsync(HttpRequestMessage request, int cap, CallTimeout timeout)
    {
        try
        {
            using var response = await _http.SendAsync(request, timeout.Token);
            return (await HttpAnswer.ReadAsync(response, cap, timeout.Token), null);
        }
        catch (Exception e) when (Explain(e, timeout) is { } failure)
        {
            return (null, failure);
        }
    }

    /// <summary>What an exception of an exchange means; null when it is none of those that HTTP can bring, or the caller has given up.</summary>
    public static CspFailure? Explain(Exception e, CallTimeout timeout) => e switch
    {
        OperationCanceledException when timeout.TimedOut =>
            new CspFailure(CspFailureKind.Timeout, "There was no complete answer in time.", IsTransient: true, SurelyNotProcessed: false),

        // Neither the limit of the call nor the caller: the handler's own connect timeout.
        OperationCanceledException when !timeout.CallerGaveUp => Unreachable("No connection could be made in time."),
        InvalidDataException => Malformed("The answer's compression is broken."),
        HttpRequestException request => Explain(request.HttpRequestError),
        IOException => Lost(),
        _ => null,
    };

    public void Dispose() => _http.Dispose();

    private static CspFailure Explain(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => Unreachable("The host name could not be resolved."),
        HttpRequestError.ConnectionError => Unreachable("No connection could be made."),
        HttpRequestError.SecureConnectionError => Unreachable("No trusted TLS connection could be made."),
        HttpRequestError.ProxyTunnelError => Unreachable("The proxy did not let the connection through."),
        HttpRequestError.InvalidResponse => Malformed("The answer is no HTTP."),
        HttpRequestError.ConfigurationLimitExceeded => Malformed("The answer's headers are too large."),
        _ => Lost(),
    };

    private static CspFailure Unreachable(string detail) => new(CspFailureKind.Unreachable, detail, IsTransient: true, SurelyNotProcessed: true);

    private static CspFailure Malformed(string detail) => new(CspFailureKind.Malformed, detail, IsTransient: false, SurelyNotProcessed: false);

    private static CspFailure Lost() =>
        new(CspFailureKind.ConnectionLost, "The connection broke before the answer was complete.", IsTransient: true, SurelyNotProcessed: false);
}
