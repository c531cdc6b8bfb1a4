using System.Net;

namespace Hoth.Functions.Tokens;

/// <summary>Fetches the issuer's key set: from the configured address alone, without redirects, limited in size and time.</summary>
internal sealed class JwksClient : IDisposable
{
    /// <summary>Bytes of an answer, at most; sets with many certificates have some 20 KB.</summary>
    public const int LargestAnswer = 256 * 1024;

    /// <summary>Until the last byte. The authorizer has 10 s in all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly Uri _url;

    public JwksClient(Uri url, TimeProvider time)
    {
        (_url, _time) = (url, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Loopback is not the proxy's.
            UseProxy = url.Scheme == Uri.UriSchemeHttps,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = null,
        };
        _http = new HttpClient(handler) { MaxResponseContentBufferSize = LargestAnswer, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The answer's text.</summary>
    /// <exception cref="Exception">It did not come whole, in time, and as 200; there is no closed list of what HTTP can throw.</exception>
    public async Task<string> FetchAsync()
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var response = await _http.GetAsync(_url, patience.Token);
        return response.StatusCode == HttpStatusCode.OK
            ? await response.Content.ReadAsStringAsync(patience.Token)
            : throw new HttpRequestException($"It was answered with {(int)response.StatusCode}.");
    }

    public void Dispose() => _http.Dispose();
}
