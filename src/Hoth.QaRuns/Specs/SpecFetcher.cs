using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Hoth.QaRuns.Specs;

/// <summary>
/// Fetches specifications. The URL is somebody else's: nothing secret is sent, and a connection is made only to an address that was looked at, so that no
/// name and no redirect leads to what only this machine can reach.
/// </summary>
public sealed class SpecFetcher : IDisposable
{
    /// <summary>Redirects that are followed.</summary>
    public const int MaxRedirects = 3;

    /// <summary>Until the last byte, redirects included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly Func<IPAddress, bool> _isAllowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    /// <summary>Makes it.</summary>
    /// <param name="allowPrivate">True: addresses that are private, loopback, link-local or special are allowed. For one's own machine.</param>
    /// <param name="time">The clock.</param>
    public SpecFetcher(bool allowPrivate, TimeProvider time)
        : this(allowPrivate ? _ => true : PublicAddress.Is, time, Dns.GetHostAddressesAsync)
    {
    }

    internal SpecFetcher(Func<IPAddress, bool> isAllowed, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_isAllowed, _time, _resolve) = (isAllowed, time, resolve);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would resolve the name itself.
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Fetches.</summary>
    /// <param name="url">http or https, without user info.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bytes: <see cref="SpecText.MaxBytes"/> at most.</returns>
    /// <exception cref="SpecException">They did not come; the message says why, without the URL.</exception>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public async Task<byte[]> FetchAsync(string url, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await FollowAsync(Check(url), both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SpecException(patience.IsCancellationRequested
                ? $"The specification did not come within {Patience.TotalSeconds:0} s."
                : "The specification could not be fetched: no connection could be made in time.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            // A refusal of ours comes wrapped.
            for (var inner = e.InnerException; inner is not null; inner = inner.InnerException)
            {
                if (inner is SpecException refused) throw new SpecException(refused.Message);
            }

            throw new SpecException($"The specification could not be fetched: {Explain(e)}.");
        }
    }

    /// <summary>Reads what was fetched, or came otherwise, as long as the same patience lasts.</summary>
    /// <param name="utf8">JSON or YAML.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SpecException">It is no specification, or takes too long: sizes are limited, patterns of somebody else's may still be slow.</exception>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public static async Task<ApiSpec> ReadAsync(ReadOnlyMemory<byte> utf8, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            // Whoever waits is told; the work itself ends by its own limits.
            return await Task.Run(() => SpecReader.Read(utf8), cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new SpecException($"The specification could not be read within {Patience.TotalSeconds:0} s.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<byte[]> FollowAsync(Uri url, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*", 0.9));
            request.Headers.UserAgent.ParseAdd("hoth");
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return await CappedContent.ReadAsync(response.Content, SpecText.MaxBytes, cancellationToken)
                    ?? throw new SpecException($"The specification must have at most {SpecText.MaxBytes} bytes.");
            }

            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) throw new SpecException($"The specification could not be fetched: the answer was {(int)response.StatusCode}.");
            if (redirects == MaxRedirects) throw new SpecException($"The specification could not be fetched: more than {MaxRedirects} redirects.");
            var next = Check(response.Headers.Location is { } location ? new Uri(url, location).AbsoluteUri : "");
            if (url.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps) throw new SpecException("The specification could not be fetched: a redirect leads from https to http.");
            url = next;
        }
    }

    private static Uri Check(string url)
    {
        // On Linux "/x" parses as an absolute file URI: the scheme is looked at as well.
        if (url.Length > 2_048 || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.Host.Length == 0)
        {
            throw new SpecException("The URL of the specification must be http or https, with at most 2048 characters.");
        }

        return uri.UserInfo.Length == 0 ? uri : throw new SpecException("The URL of the specification must not have user info: credentials are not sent.");
    }

    /// <summary>Connects to an address that was looked at, whatever its name leads to a moment later.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        IPAddress[] all = IPAddress.TryParse(host, out var address) ? [address] : await _resolve(host, cancellationToken);
        // One that is not public among others is a trap or a mistake.
        if (!all.All(_isAllowed)) throw new SpecException("The URL of the specification leads to an address that is not public: private, loopback, link-local or special.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(all, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Explain(Exception e) => (e as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its host name could not be resolved",
        HttpRequestError.SecureConnectionError => "no trusted TLS connection could be made",
        HttpRequestError.ConnectionError => "no connection could be made",
        _ => "the connection broke, or the answer is no HTTP",
    };
}
