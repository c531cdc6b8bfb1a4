using System.Net.Sockets;
using Hoth.CloudProviders;
using Hoth.QaRuns.Results;
using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Execution;

/// <summary>An API under test: where it is, what lets one in, and what it can take. Keep one per run.</summary>
/// <param name="baseUrl">Its address; what the paths of the specification begin with.</param>
/// <param name="credentials">What lets one in.</param>
/// <param name="options">Time and size limits.</param>
/// <param name="throttle">How many calls at a time.</param>
/// <param name="http">Sends; does not follow redirects, keeps no cookies.</param>
/// <param name="time">The clock.</param>
public sealed class Target(Uri baseUrl, TargetCredentials credentials, RunOptions options, Throttle throttle, HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>More than this is not waited for at a target's word.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private const int Attempts = 4;

    /// <summary>Its address.</summary>
    public Uri BaseUrl => baseUrl;

    /// <summary>What lets one in.</summary>
    public TargetCredentials Credentials => credentials;

    /// <summary>The limits.</summary>
    public RunOptions Options => options;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>A handler for the calls: no redirects, no cookies, no proxy of the environment's choosing for a run's credentials.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Calls. A 429, and a 405 of an operation that says it is not ready so, is tried again; a 401 with new credentials once.</summary>
    /// <exception cref="NotRunException">The target cannot be reached, is too busy, or there are no credentials.</exception>
    internal async Task<Reply> CallAsync(Uri address, CaseRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reply = await TakeTurnAsync(address, request, cancellationToken);
            if (reply.Answer is not { } answer) return reply;
            if (!IsNotReady(answer, request.Operation)) return reply;
            if (attempt == Attempts) throw new NotRunException(answer.Status == 429 ? "The target said 429 Too Many Requests every time." : "The target said 405 every time: it is not ready.");
            await Task.Delay(WaitBehind(answer, options.PollSeconds * attempt), time, cancellationToken);
        }
    }

    /// <summary>How long to wait behind an answer: what it says, else so many seconds; at most 30 s.</summary>
    internal TimeSpan WaitBehind(Answer answer, double seconds)
    {
        var wait = RetryAfterHeader.Parse(answer.Headers.GetValueOrDefault("Retry-After"), time.GetUtcNow()) ?? TimeSpan.FromSeconds(seconds);
        return wait < LongestWait ? wait : LongestWait;
    }

    private static bool IsNotReady(Answer answer, ApiOperation operation) =>
        answer.Status == 429 || (answer.Status == 405 && operation.Responses.ContainsKey("405"));

    private async ValueTask<string?> AuthorizationAsync(CaseRequest request, string? rejected, CancellationToken cancellationToken)
    {
        try
        {
            return request.Credentials switch
            {
                CredentialUse.Full => await credentials.GetAsync(null, rejected, cancellationToken),
                CredentialUse.Wrong => "Bearer nobody-gave-out-this-token",
                CredentialUse.OtherScopes => await credentials.GetAsync(request.OtherScopes, rejected, cancellationToken),
                _ => null,
            };
        }
        catch (CredentialsException e)
        {
            throw new NotRunException(e.Message);
        }
    }

    private async Task<Reply> TakeTurnAsync(Uri address, CaseRequest request, CancellationToken cancellationToken)
    {
        using var turn = await throttle.EnterAsync(cancellationToken);
        // Not before its turn, and again within it: meanwhile others would go on with a token that is worth nothing any more.
        var authorization = await AuthorizationAsync(request, null, cancellationToken);
        var reply = await SendAsync(address, request, authorization, cancellationToken);
        var mayBeOld = reply.Answer is { Status: 401 } && authorization is not null && credentials.CanNarrow && (request.Credentials is CredentialUse.Full or CredentialUse.OtherScopes);
        return mayBeOld ? await SendAsync(address, request, await AuthorizationAsync(request, authorization, cancellationToken), cancellationToken) : reply;
    }

    private async Task<Reply> SendAsync(Uri address, CaseRequest request, string? authorization, CancellationToken cancellationToken)
    {
        using var message = RequestWriter.Write(address, request);
        if (authorization is not null) message.Headers.TryAddWithoutValidation("Authorization", authorization);
        var sent = HeadersOf(message);
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(message, both.Token);
            var (body, isCut) = await ReadAsync(response, both.Token);
            return new Reply(sent, new Answer((int)response.StatusCode, HeadersOf(response), body, isCut), null, Elapsed());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Reply(sent, null, $"No whole answer came within {options.TimeoutSeconds} s.", Elapsed());
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            throw new NotRunException($"The target cannot be reached ({e.HttpRequestError}).");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new Reply(sent, null, "The connection ended before a whole answer had come.", Elapsed());
        }

        long Elapsed() => (long)time.GetElapsedTime(started).TotalMilliseconds;
    }

    private async Task<(byte[] Body, bool IsCut)> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(part, cancellationToken)) > 0)
        {
            body.Write(part, 0, read);
            if (body.Length > options.MaxResponseBytes) return (body.ToArray()[..options.MaxResponseBytes], true);
        }

        return (body.ToArray(), false);
    }

    private static Dictionary<string, string> HeadersOf(HttpRequestMessage message) =>
        Join(message.Headers.NonValidated.Concat(message.Content?.Headers.NonValidated.AsEnumerable() ?? []));

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage message) => Join(message.Headers.NonValidated.Concat(message.Content.Headers.NonValidated));

    private static Dictionary<string, string> Join(IEnumerable<KeyValuePair<string, System.Net.Http.Headers.HeaderStringValues>> headers)
    {
        var joined = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in headers) joined[name] = string.Join(", ", values);
        return joined;
    }
}

/// <summary>What a call came to: an answer, or why there is none.</summary>
/// <param name="Sent">The headers that were sent.</param>
/// <param name="Answer">The answer; null: none came whole.</param>
/// <param name="Trouble">Why none came; null: one did.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record Reply(IReadOnlyDictionary<string, string> Sent, Answer? Answer, string? Trouble, long Milliseconds);
