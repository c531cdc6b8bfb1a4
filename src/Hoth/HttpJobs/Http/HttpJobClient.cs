using System.Net;
using System.Net.Http.Headers;
using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;
using Hoth.Ports;

namespace Hoth.HttpJobs.Http;

/// <summary>
/// Sends the requests of asynchronous HTTP jobs. Keep one for the life of the process: it holds the connections and tokens. No
/// redirects, no cookies; a credential goes to an allowed origin of its step and nowhere else.
/// </summary>
public sealed class HttpJobClient : IDisposable
{
    private readonly CspTransport _tokenTransport = new();

    // Bodies come as they are sent: how much decompression may make of them is for the decoders to watch.
    private readonly HttpMessageInvoker _http = new(CspTransport.CreateHandler(DecompressionMethods.None));
    private readonly HttpJobCredentials _credentials;
    private readonly TimeProvider _time;

    /// <summary>Creates the client; it connects to nothing yet.</summary>
    public HttpJobClient(ISecrets secrets, TimeProvider time)
    {
        _credentials = new HttpJobCredentials(secrets, _tokenTransport, time);
        _time = time;
    }

    /// <summary>Closes the connections. Requests in progress fail.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _tokenTransport.Dispose();
    }

    /// <summary>Sends a request; a 401 is answered with fresh credentials and one more request. Exactly one of the two results is set.</summary>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    internal async Task<(HttpJobAnswer? Answer, CspFailure? Failure)> SendAsync(HttpJobRequest request, CancellationToken cancellationToken)
    {
        CredentialHeader? credential = null;
        var authentication = request.Requester.Authentication;
        for (var isSecond = false; ; isSecond = true)
        {
            if (authentication.Kind != AuthenticationKind.None)
            {
                (credential, var missing) = await _credentials.FindAsync(authentication, rejected: credential, cancellationToken);
                if (credential is null) return (null, missing);
            }

            var (answer, failure) = await SendOnceAsync(request, credential, cancellationToken);
            if (answer is not { Status: 401 } || isSecond || credential is null) return (answer, failure);
            await answer.DisposeAsync();
        }
    }

    private async Task<(HttpJobAnswer? Answer, CspFailure? Failure)> SendOnceAsync(HttpJobRequest request, CredentialHeader? credential, CancellationToken cancellationToken)
    {
        using var message = ToMessage(request, credential);
        var timeout = new CallTimeout(request.Requester.Timeout, _time, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(message, timeout.Token);
            var body = await response.Content.ReadAsStreamAsync(timeout.Token);
            return (new HttpJobAnswer(response, request.Url, new TransferStream(body, timeout, request.Requester.Timeout), timeout), null);
        }
        catch (Exception e) when (CspTransport.Explain(e, timeout) is { } failure)
        {
            response?.Dispose();
            timeout.Dispose();
            return (null, failure);
        }
    }

    private static HttpRequestMessage ToMessage(HttpJobRequest request, CredentialHeader? credential)
    {
        var message = new HttpRequestMessage(request.Requester.Method, request.Url);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(request.ContentType!) } };
        }

        foreach (var (name, value) in request.Headers)
        {
            // Content-Language and its like belong to the content; without content there is nothing for them to describe.
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        if (credential is not null) message.Headers.TryAddWithoutValidation(credential.Name, credential.Value);
        return message;
    }
}
